#include "checker/tool/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;

bool write_and_close(std::FILE* file, const std::string& text) {
  bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return (std::fclose(file) == 0) && written;
}

std::string failure(const std::string& path, int error) {
  return "cannot write '" + path + "': " + std::strerror(error) +
         "; check the directory, its permissions and the free space";
}

// Devices, pipes and the like are written to, never replaced.
std::string write_in_place(const std::string& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  return file != nullptr && write_and_close(file, text) ? "" : failure(path, errno);
}

// A rename would replace what nobody may write, and make it the user's own.
std::string replace(const std::string& path, const std::string& text) {
  struct stat before;
  const bool is_there = ::stat(path.c_str(), &before) == 0;
  if (is_there && (before.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH)) == 0) {
    return failure(path, EACCES);
  }
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  bool written = file != nullptr && write_and_close(file, text);
  if (is_there && written) {
    (void)!::chown(temporary.c_str(), before.st_uid, before.st_gid); // which may not be ours to keep
    ::chmod(temporary.c_str(), before.st_mode & 07777);
  }
  if (written && std::rename(temporary.c_str(), path.c_str()) == 0) {
    return "";
  }
  int error = errno;
  std::remove(temporary.c_str());
  return failure(path, error);
}

} // namespace

std::string write_output(const std::string& path, const std::string& text) {
  if (path.empty() || path == "-") {
    bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return written ? "" : "cannot write to standard output: " + std::string(std::strerror(errno));
  }
  std::error_code ignored;
  fs::file_type type = fs::status(path, ignored).type();
  if (type == fs::file_type::directory) {
    return failure(path, EISDIR);
  }
  if (type != fs::file_type::regular && type != fs::file_type::not_found && type != fs::file_type::none) {
    return write_in_place(path, text);
  }
  // What a link points to is replaced, not the link.
  fs::path target = fs::canonical(path, ignored);
  return replace(target.empty() ? path : target.string(), text);
}

} // namespace paraudit::tool
