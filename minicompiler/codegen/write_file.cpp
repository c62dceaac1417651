#include "minicompiler/codegen/write_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace minirc::codegen {
namespace {

std::string failure(const std::string& path, int error) {
  return "could not write output to " + path + ": " + std::strerror(error);
}

// Returns 0 or the error number; closes `fd` in every case (a full disk may only show at close).
int write_and_close(int fd, std::string_view bytes) {
  int error = 0;
  while (error == 0 && !bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0)
      bytes.remove_prefix(static_cast<std::size_t>(n));
    else if (errno != EINTR)
      error = errno;
  }
  if (::close(fd) != 0 && error == 0)
    error = errno;
  return error;
}

std::string write_in_place(const std::string& path, std::string_view bytes) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  int error = fd < 0 ? errno : write_and_close(fd, bytes);
  return error ? failure(path, error) : std::string();
}

} // namespace

std::string write_file(const std::string& path, std::string_view bytes, bool executable) {
  struct stat status;
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return S_ISDIR(status.st_mode) ? failure(path, EISDIR) : write_in_place(path, bytes);
  // What a link points to is replaced, not the link.
  std::error_code missing;
  std::string target = std::filesystem::canonical(path, missing).string();
  if (missing)
    target = path;
  std::string temporary = target + ".tmp" + std::to_string(::getpid());
  int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, executable ? 0777 : 0666);
  if (fd < 0)
    return failure(path, errno);
  int error = write_and_close(fd, bytes);
  if (error == 0 && ::rename(temporary.c_str(), target.c_str()) != 0)
    error = errno;
  if (error == 0)
    return {};
  ::unlink(temporary.c_str());
  return failure(path, error);
}

} // namespace minirc::codegen
