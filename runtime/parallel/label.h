// A label names a parallel construct in traces and messages, with the place that wrote it.
//
// Every par_* function takes one first: `par_for_each_in("typeck bodies", bodies, f)`. The text is a string literal
// (it is kept by address for the life of the process), the place is the caller's.
// Thread-safety: a value. Cost: two words, no code at run time.
#ifndef PARAUDIT_RUNTIME_PARALLEL_LABEL_H
#define PARAUDIT_RUNTIME_PARALLEL_LABEL_H

#include <cstddef>
#include <source_location>

namespace paraudit {

class Label {
 public:
  template <std::size_t N>
  constexpr Label(const char (&text)[N], std::source_location where = std::source_location::current())
      : text_(text), where_(where) {}

  constexpr const char* text() const { return text_; }
  constexpr const std::source_location& where() const { return where_; }

 private:
  const char* text_;
  std::source_location where_;
};

} // namespace paraudit

#endif
