// What derives from a lock and keeps much beside it: the locks of the objects that it leads to are others.
#include <mutex>

struct Stream : public std::mutex {
  long position = 0;
};

class TiledFile {
 public:
  explicit TiledFile(Stream* stream) : data_(new Data) { data_->stream = stream; }
  void set_buffer(int size) {
    std::lock_guard<std::mutex> guard(*data_->stream);
    data_->size = size;
  }

 private:
  struct Data {
    Stream* stream = nullptr;
    int size = 0;
  };
  Data* data_;
};

class File {
 public:
  File() : data_(new Data) {}
  void set_buffer(int size) {
    std::lock_guard<std::mutex> guard(*data_);
    data_->tiles->set_buffer(size);
  }

 private:
  struct Data : public std::mutex {
    TiledFile* tiles = nullptr;
    int version = 0, first = 0, last = 0;
  };
  Data* data_;
};

void use(File& file) {
  file.set_buffer(1);
}
