#include "instrument/record/child.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::record {
namespace {

constexpr int kForwarded[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH};

sigset_t awaited_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  for (int signal : kForwarded)
    sigaddset(&set, signal);
  return set;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const std::string& text : texts)
    result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// In the child: never returns. What execv complains of goes through the pipe, which a successful exec closes.
[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const std::vector<std::string>& environment, const sigset_t& mask, int report) {
  for (const std::string& entry : environment)
    putenv(const_cast<char*>(entry.c_str()));
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  execv(program.c_str(), pointers(arguments).data());
  int error = errno;
  (void)!write(report, &error, sizeof error);
  _exit(127);
}

int exec_error_of(int pipe_end) {
  int error = 0;
  while (read(pipe_end, &error, sizeof error) < 0 && errno == EINTR) {
  }
  return error;
}

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int await(pid_t child, const sigset_t& signals, const Meanwhile& meanwhile) {
  constexpr timespec kSecond{1, 0};
  for (bool looks = meanwhile.from_the_start;;) {
    siginfo_t info;
    int signal = looks ? sigtimedwait(&signals, &info, &kSecond) : sigwaitinfo(&signals, &info);
    int status;
    if (signal == SIGCHLD) {
      if (waitpid(child, &status, WNOHANG) == child)
        return exit_code_of(status);
    } else if (signal > 0 && info.si_code <= 0) { // sent by a process; the terminal's reach the whole group
      kill(child, signal);
      looks = looks || signal == SIGUSR1;
    } else if (signal < 0 && errno == EAGAIN) {
      meanwhile.action();
    }
  }
}

} // namespace

ChildResult run_child(const std::string& program, const std::vector<std::string>& arguments,
                      const std::vector<std::string>& environment, const Meanwhile& meanwhile) {
  sigset_t signals = awaited_signals(), before;
  sigprocmask(SIG_BLOCK, &signals, &before);
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0)
    return {.exec_error = errno};
  pid_t child = fork();
  if (child < 0)
    return {.exec_error = errno};
  if (child == 0)
    become(program, arguments, environment, before, report[1]);
  close(report[1]);
  ChildResult result;
  result.exec_error = exec_error_of(report[0]);
  close(report[0]);
  result.exit_code = await(child, signals, meanwhile);
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return result;
}

} // namespace paraudit::record
