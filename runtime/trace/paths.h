// File names without allocation.
#ifndef PARAUDIT_RUNTIME_TRACE_PATHS_H
#define PARAUDIT_RUNTIME_TRACE_PATHS_H

#include <cstddef>
#include <cstdint>

namespace paraudit::trace {

// A string of bounded size; what does not fit is cut off.
template <size_t kRoom> class BasicPath {
 public:
  BasicPath() = default;
  BasicPath(const char* directory, const char* name, uint64_t number) {
    append(directory).append("/").append(name).append(number);
  }

  BasicPath& append(const char* text) {
    while (*text != 0 && used_ + 1 < sizeof(text_))
      text_[used_++] = *text++;
    text_[used_] = 0;
    return *this;
  }
  BasicPath& append(uint64_t number) {
    char digits[24];
    size_t at = sizeof(digits) - 1;
    digits[at] = 0;
    do
      digits[--at] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    return append(digits + at);
  }
  const char* text() const { return text_; }
  bool cut_off() const { return used_ + 1 == sizeof(text_); }

 private:
  char text_[kRoom] = {};
  size_t used_ = 0;
};
using Path = BasicPath<4096>;

} // namespace paraudit::trace
#endif
