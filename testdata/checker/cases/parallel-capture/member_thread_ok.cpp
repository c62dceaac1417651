// The reader's member until it is joined; an object that is handed over to a task.
#include <string>
#include <thread>
#include <utility>

class Collector {
public:
  explicit Collector(int fd) {
    if (fd >= 0)
      reader_ = std::thread([this, fd] { drain(fd); });
  }
  ~Collector() { finish(); }
  std::string finish() {
    if (reader_.joinable())
      reader_.join();
    return std::move(bytes_);
  }

private:
  void drain(int fd) { bytes_.append("x", static_cast<unsigned long>(fd)); }
  std::string bytes_;
  std::thread reader_;
};

std::string collect(int fd) { return Collector(fd).finish(); }

int main() { return collect(1).empty(); }
