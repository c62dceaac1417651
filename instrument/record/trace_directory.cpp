#include "instrument/record/trace_directory.h"

#include <cerrno>
#include <fcntl.h>
#include <stdexcept>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace paraudit::record {
namespace {

namespace fs = std::filesystem;

/// Makes it: of several runs that start together each gets its own.
fs::path make_default() {
  fs::path name = "paraudit-trace";
  for (int number = 2; fs::exists(name) || !fs::create_directory(name); ++number)
    name = "paraudit-trace." + std::to_string(number);
  return name;
}

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw std::runtime_error("cannot write the trace to '" + path.string() + "': " + why);
}

/// A descriptor that no other run can have at the same time; the recorded program does not inherit it. Where the file
/// system knows no such locks, only runs that begin at the same moment are not told apart.
int claim(const fs::path& path) {
  int directory = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0)
    fail(path, std::system_category().message(errno));
  struct stat locked, named;
  bool taken = flock(directory, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  // Another run that recorded nothing removes its directory.
  bool gone = fstat(directory, &locked) != 0 || stat(path.c_str(), &named) != 0 || locked.st_ino != named.st_ino;
  if (taken || gone) {
    close(directory);
    fail(path, "another 'paraudit record' is using the directory; name another one with -o");
  }
  return directory;
}

} // namespace

TraceDirectory::TraceDirectory(const std::string& wanted) {
  try {
    shown_ = wanted.empty() ? make_default() : fs::path(wanted);
    if (fs::exists(shown_) && !fs::is_directory(shown_))
      fail(shown_, "it is not a directory");
    created_ = fs::create_directories(shown_) || wanted.empty();
    claim_ = claim(shown_);
    if (!fs::is_empty(shown_))
      fail(shown_, "the directory is not empty; name another one with -o, or remove it");
    absolute_ = fs::absolute(shown_).lexically_normal();
  } catch (const fs::filesystem_error& error) {
    fail(shown_.empty() ? error.path1() : shown_, error.code().message());
  }
  if (access(absolute_.c_str(), W_OK | X_OK) != 0)
    fail(shown_, std::system_category().message(errno));
}

TraceDirectory::~TraceDirectory() {
  if (claim_ >= 0)
    close(claim_);
}

size_t TraceDirectory::process_count() const {
  size_t count = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(absolute_, ignored))
    count += fs::exists(entry.path() / "process", ignored);
  return count;
}

void TraceDirectory::discard_if_empty() const {
  std::error_code ignored;
  if (created_)
    fs::remove(absolute_, ignored); // refuses a directory that holds something
}

} // namespace paraudit::record
