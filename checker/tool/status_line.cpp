#include "checker/tool/status_line.h"

#include <algorithm>
#include <cstdio>

#include <sys/ioctl.h>
#include <unistd.h>

namespace paraudit::tool {

StatusLine::StatusLine() : is_terminal_(::isatty(STDERR_FILENO) == 1) {}

void StatusLine::update(size_t done, size_t total, const std::string& what) {
  if (!is_terminal_) {
    return;
  }
  winsize size{};
  size_t width = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  std::string text = "[" + std::to_string(done) + "/" + std::to_string(total) + "] " + what;
  text.resize(std::min(text.size(), width - 1));
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  is_shown_ = true;
}

void StatusLine::clear() {
  if (is_shown_) {
    std::fputs("\r\033[K", stderr);
    is_shown_ = false;
  }
}

} // namespace paraudit::tool
