#include "instrument/record/trace_directory.h"

#include <stdexcept>
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

} // namespace

TraceDirectory::TraceDirectory(const std::string& wanted) {
  try {
    shown_ = wanted.empty() ? make_default() : fs::path(wanted);
    if (fs::exists(shown_) && !fs::is_directory(shown_))
      fail(shown_, "it is not a directory");
    created_ = fs::create_directories(shown_) || wanted.empty();
    if (!fs::is_empty(shown_))
      fail(shown_, "the directory is not empty; name another one with -o, or remove it");
    absolute_ = fs::absolute(shown_).lexically_normal();
  } catch (const fs::filesystem_error& error) {
    fail(shown_.empty() ? error.path1() : shown_, error.code().message());
  }
  if (access(absolute_.c_str(), W_OK | X_OK) != 0)
    fail(shown_, std::system_category().message(errno));
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
