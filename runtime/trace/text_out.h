// Text for people, written to stderr and to a file of the trace at once.
//
// Thread-safety: one thread each. Async-signal-safe: no allocation, no lock, only the write system call. What cannot be
// written is lost silently.
#ifndef PARAUDIT_RUNTIME_TRACE_TEXT_OUT_H
#define PARAUDIT_RUNTIME_TRACE_TEXT_OUT_H

#include "runtime/platform/system.h"

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace paraudit::trace {

class TextOut {
 public:
  // `file` may be negative: then there is stderr alone.
  explicit TextOut(int file) : file_(file) {}
  ~TextOut() { flush(); }
  TextOut(const TextOut&) = delete;
  TextOut& operator=(const TextOut&) = delete;

  // Control characters become '?': names are the program's.
  TextOut& text(const char* text) {
    for (; *text != 0; ++text)
      put(static_cast<unsigned char>(*text) < ' ' && *text != '\n' ? '?' : *text);
    return *this;
  }
  TextOut& text(const char* text, size_t size) {
    for (size_t i = 0; i < size && text[i] != 0; ++i)
      put(static_cast<unsigned char>(text[i]) < ' ' ? '?' : text[i]);
    return *this;
  }
  TextOut& number(uint64_t value, unsigned base = 10) {
    char digits[24];
    size_t at = sizeof(digits);
    do
      digits[--at] = "0123456789abcdef"[value % base];
    while ((value /= base) != 0);
    return text(digits + at, sizeof(digits) - at);
  }
  TextOut& hex(uint64_t value) { return text("0x").number(value, 16); }
  // Seconds with three decimals.
  TextOut& seconds(uint64_t ns) {
    uint64_t ms = ns / 1'000'000 % 1000;
    number(ns / 1'000'000'000).text(ms < 10 ? ".00" : ms < 100 ? ".0" : ".");
    return number(ms).text(" s");
  }
  void flush() {
    for (int fd : {2, file_})
      if (fd >= 0)
        platform::system_call(SYS_write, fd, buffer_, used_);
    used_ = 0;
  }

 private:
  void put(char c) {
    if (used_ == sizeof(buffer_))
      flush();
    buffer_[used_++] = c;
  }

  int file_;
  size_t used_ = 0;
  char buffer_[1024];
};

} // namespace paraudit::trace
#endif
