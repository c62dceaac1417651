#include "reports/reader/child_process.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace paraudit::reports {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxOutput = std::size_t{256} << 20;

class OwnedFile {
 public:
  explicit OwnedFile(int fd) : fd_(fd) {}
  ~OwnedFile() { reset(); }
  OwnedFile(const OwnedFile&) = delete;
  OwnedFile& operator=(const OwnedFile&) = delete;
  int get() const { return fd_; }
  void reset() {
    if (fd_ >= 0)
      ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

// The input goes through an unlinked file, so that no pipe can fill up while nobody reads the other one.
int input_file(const std::string& text) {
  std::FILE* file = std::tmpfile();
  if (!file)
    return -1;
  bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  std::rewind(file);
  int fd = written ? ::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0) : -1;
  std::fclose(file);
  return fd;
}

pid_t spawn(const std::vector<std::string>& arguments, int input, int output) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  int error = ::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error == 0 ? pid : -1;
}

// False when the limit passed or there was too much.
bool read_all(int fd, Clock::time_point deadline, std::string& text) {
  char buffer[1 << 16];
  while (text.size() < kMaxOutput) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd waiting{fd, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) == 0)
      return false;
    ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return count == 0;
    text.append(buffer, static_cast<std::size_t>(count));
  }
  return false;
}

} // namespace

std::optional<std::string> run_child(const std::vector<std::string>& arguments, const std::string& input,
                                     std::chrono::seconds limit) {
  OwnedFile in(input_file(input));
  int ends[2];
  if (in.get() < 0 || ::pipe2(ends, O_CLOEXEC) != 0)
    return std::nullopt;
  OwnedFile from_child(ends[0]), to_parent(ends[1]);
  pid_t pid = spawn(arguments, in.get(), to_parent.get());
  if (pid < 0)
    return std::nullopt;
  to_parent.reset();
  std::string text;
  bool complete = read_all(from_child.get(), Clock::now() + limit, text);
  if (!complete)
    ::kill(pid, SIGKILL);
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!complete || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return std::nullopt;
  return text;
}

std::string find_program(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  for (const std::string& name : names) {
    std::istringstream directories(path ? path : "");
    for (std::string directory; std::getline(directories, directory, ':');) {
      std::string candidate = (directory.empty() ? "." : directory) + "/" + name;
      if (::access(candidate.c_str(), X_OK) == 0)
        return candidate;
    }
  }
  return {};
}

} // namespace paraudit::reports
