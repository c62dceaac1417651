// The same without waiting for the thread first.
#include <string>
#include <thread>
#include <utility>

class Collector {
public:
  explicit Collector(int fd) : reader_([this, fd] { drain(fd); }) {}
  ~Collector() { reader_.join(); }
  std::string finish() { return std::move(bytes_); }

private:
  void drain(int fd) {
    bytes_.append("x", static_cast<unsigned long>(fd)); // CHECK: paraudit-parallel-capture
  }
  std::string bytes_;
  std::thread reader_;
};

std::string collect(int fd) {
  Collector collector(fd);
  return collector.finish();
}

int main() { return collect(1).empty(); }
