// Layers around a file: each passes the call on to what it wraps, under its own lock.
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

struct File {
  virtual ~File() = default;
  virtual int read() = 0;
};
struct DiskFile : File {
  int read() override { return 1; }
};
struct ReadaheadFile : File {
  explicit ReadaheadFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  int read() override {
    std::lock_guard<std::mutex> guard(mutex_);
    return ++count_ + file_->read();
  }

 private:
  std::unique_ptr<File> file_;
  std::mutex mutex_;
  int count_ = 0;
};

ReadaheadFile file(std::make_unique<DiskFile>());

int main() {
  std::thread one([] { file.read(); });
  file.read();
  one.join();
}
