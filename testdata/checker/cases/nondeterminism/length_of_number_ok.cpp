// The name of a file holds a number that was drawn: how long the name is puts nothing in order.
#include <atomic>
#include <string>
#include <thread>

struct Text {
  Text(const char* begin, unsigned long length) : begin_(begin), size_(length) {}
  bool starts_with(const Text& other) const { return size_ >= other.size_; }
  const char* begin_;
  unsigned long size_;
};

static std::atomic<unsigned long> next_number;

static bool is_temporary() {
  const unsigned long number = ++next_number;
  const Text text("temporary", number);
  return text.starts_with(Text("t", 1));
}

int main() {
  std::thread first(is_temporary);
  std::thread second(is_temporary);
  first.join();
  second.join();
}
