#include "checker/tool/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <unistd.h>

namespace paraudit::tool {
namespace {

bool write_and_close(std::FILE* file, const std::string& text) {
  bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return (std::fclose(file) == 0) && written;
}

} // namespace

std::string write_output(const std::string& path, const std::string& text) {
  if (path.empty()) {
    bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? "" : "cannot write to standard output: " + std::string(std::strerror(errno));
  }
  if (path == "/dev/stdout" || path == "/dev/null" || path == "-") {
    return path == "-" ? write_output("", text)
                       : (write_and_close(std::fopen(path.c_str(), "w"), text) ? "" : "cannot write '" + path + "'");
  }
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  bool written = file != nullptr && write_and_close(file, text);
  if (written && std::rename(temporary.c_str(), path.c_str()) == 0) {
    return "";
  }
  std::string reason = std::strerror(errno);
  std::remove(temporary.c_str());
  return "cannot write '" + path + "': " + reason + "; check the directory, its permissions and the free space";
}

} // namespace paraudit::tool
