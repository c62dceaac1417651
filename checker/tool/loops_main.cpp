// paraudit-loops: which serial loops could run in parallel, and what blocks the others. It is `paraudit-check` with
// that check alone, whose other options it takes.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <linux/limits.h>
#include <unistd.h>

int main(int argc, char** argv) {
  char own[PATH_MAX];
  const ssize_t size = ::readlink("/proc/self/exe", own, sizeof own);
  std::string program(own, size > 0 ? static_cast<size_t>(size) : 0);
  program = program.substr(0, program.rfind('/') + 1) + "paraudit-check";
  std::vector<char*> arguments{program.data()};
  std::string checks = "--checks=paraudit-parallel-candidate";
  arguments.push_back(checks.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  std::fprintf(stderr, "paraudit-loops: error: cannot run '%s': %s; install paraudit-check beside it\n",
               program.c_str(), std::strerror(errno));
  return 2;
}
