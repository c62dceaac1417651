// Layers of two kinds, one around the other; each calls other methods of what it wraps, too.
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

struct File {
  virtual ~File() = default;
  virtual int read() = 0;
  virtual int size() = 0;
};
struct DiskFile : File {
  int read() override { return 1; }
  int size() override { return 1; }
};
struct EncryptedFile : File {
  explicit EncryptedFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  int read() override { return file_->read() ^ 1; }
  int size() override { return file_->size(); }

 private:
  std::unique_ptr<File> file_;
};
struct ReadaheadFile : File {
  explicit ReadaheadFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  int read() override {
    std::lock_guard<std::mutex> guard(mutex_);
    return (count_ += file_->size()) + file_->read();
  }
  int size() override {
    std::lock_guard<std::mutex> guard(mutex_);
    return file_->size() - count_;
  }

 private:
  std::unique_ptr<File> file_;
  std::mutex mutex_;
  int count_ = 0;
};

EncryptedFile file(std::make_unique<ReadaheadFile>(std::make_unique<DiskFile>()));
ReadaheadFile other(std::make_unique<EncryptedFile>(std::make_unique<DiskFile>()));

int main() {
  std::thread one([] { file.read(); });
  other.read();
  other.size();
  one.join();
}
