// What a helper of the constructor sets in the object that the constructor just made: nobody else has it yet.
#include <mutex>

class File {
 public:
  File() : data_(new Data) { initialize(); }

  void write() {
    std::lock_guard<std::mutex> guard(data_->lock);
    ++data_->line;
  }
  void rewind() {
    std::lock_guard<std::mutex> guard(data_->lock);
    data_->line = 0;
  }
  int line() {
    std::lock_guard<std::mutex> guard(data_->lock);
    return data_->line;
  }

 private:
  struct Data {
    std::mutex lock;
    int line = 0;
  };

  void initialize() { data_->line = 1; }

  Data* data_;
};

void use(File& file) {
  File other;
  file.write();
  file.rewind();
  file.line();
}
