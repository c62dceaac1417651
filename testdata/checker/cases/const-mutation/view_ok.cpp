// What a view refers to is not its own, and what is const behind a pointer stays so.
#include <cstring>
#include <memory>
#include <string>

class Encoder {
public:
  explicit Encoder(std::string& out) : out_(out) {}
  void operator()(char letter) const { out_.push_back(letter); }

private:
  std::string& out_;
};

class Lines {
public:
  Lines(const char* begin, const char* end) : begin_(begin), end_(end) {}
  const char* next() const {
    return static_cast<const char*>(memchr(begin_, '\n', static_cast<size_t>(end_ - begin_)));
  }

private:
  const char* begin_;
  const char* end_;
};

struct Sized {
  size_t count = 0;
  void operator()(int* data) const { delete[] data; }
};

class Array {
public:
  size_t size() const { return data_.get_deleter().count; }

private:
  std::unique_ptr<int[], Sized> data_;
};

size_t use(const Encoder& encoder, const Lines& lines, const Array& array) {
  encoder('a');
  return lines.next() != nullptr ? array.size() : 0;
}
