// paraudit-loops: which serial loops could run in parallel, and what blocks the others. It is `paraudit-check` with
// that check alone, whose other options it takes.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <linux/limits.h>
#include <unistd.h>

namespace {

constexpr const char* kUsage = R"(usage: paraudit loops [-p BUILD] [PATH...] [OPTIONS]
       paraudit loops FILE... -- FLAGS

Lists the serial loops that could run in parallel as they are, and for the others what stands in the way.

Examples:
  paraudit loops -p build                        every loop of the program
  paraudit loops -p build src/passes             those below a path
  paraudit loops a.cpp -- -std=c++20

It is 'paraudit check' with the check paraudit-parallel-candidate alone, and takes its other options, among them
--header-filter, --line-filter, --format, -o, --cache-dir and -j; 'paraudit check --help' tells them.

Exit status: 0 done, 1 findings at error level (by --warnings-as-errors=paraudit-parallel-candidate), 2 usage or tool
error, 3 a unit failed.
)";

} // namespace

int main(int argc, char** argv) {
  if (argc == 2 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0)) {
    std::fputs(kUsage, stdout);
    return 0;
  }
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
