#include "reports/tool/output_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace paraudit::reports {
namespace {

[[noreturn]] void fail(const std::string& path, int error) {
  std::string advice;
  if (error == ENOENT)
    advice = ": make the directory first";
  if (error == ENOSPC || error == EDQUOT || error == EFBIG)
    advice = ": nothing was written; free some space or give another place with -o";
  throw OutputError(path + ": cannot write: " + std::strerror(error) + advice);
}

// 0, or the error number.
int write_all(int fd, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    ssize_t count = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return errno;
    done += static_cast<std::size_t>(count);
  }
  return 0;
}

int write_and_close(int fd, const std::string& bytes) {
  int error = write_all(fd, bytes);
  if (::close(fd) != 0 && error == 0)
    error = errno;
  return error;
}

void write_directly(const std::string& path, const std::string& bytes) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  int error = fd < 0 ? errno : write_and_close(fd, bytes);
  if (error != 0)
    fail(path, error);
}

mode_t usual_mode() {
  mode_t mask = ::umask(0);
  ::umask(mask);
  return 0666 & ~mask;
}

} // namespace

void write_whole_file(const std::string& path, const std::string& bytes) {
  struct stat info;
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode))
      fail(path, EISDIR);
    return write_directly(path, bytes);
  }
  // What a link points to is replaced, not the link.
  std::error_code missing;
  std::string target = std::filesystem::canonical(path, missing).string();
  if (missing)
    target = path;
  std::string temporary = target + ".XXXXXX";
  int fd = ::mkstemp(temporary.data());
  if (fd < 0)
    fail(path, errno);
  (void)::fchmod(fd, usual_mode());
  int error = write_and_close(fd, bytes);
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0)
    error = errno;
  if (error != 0) {
    ::unlink(temporary.c_str());
    fail(path, error);
  }
}

} // namespace paraudit::reports
