// A ninja-like progress line, `[12/57] db/db_impl.cc`, on standard error when that is a terminal, else nothing.
// Not thread-safe; erases itself when destroyed.
#ifndef PARAUDIT_CHECKER_TOOL_STATUS_LINE_H
#define PARAUDIT_CHECKER_TOOL_STATUS_LINE_H

#include <cstddef>
#include <string>

namespace paraudit::tool {

class StatusLine {
 public:
  StatusLine();
  ~StatusLine() { clear(); }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  void update(size_t done, size_t total, const std::string& what);
  void clear();

 private:
  bool is_terminal_ = false;
  bool is_shown_ = false;
};

} // namespace paraudit::tool

#endif
