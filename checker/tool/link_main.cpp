// paraudit-link: the second phase of a check on its own. It is `paraudit-check --link`, whose options it takes.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <linux/limits.h>
#include <unistd.h>

namespace {

constexpr const char* kUsage = R"(usage: paraudit link DIR... [OPTIONS]

Links the facts that 'paraudit facts -o DIR' wrote, on this machine or on others, and reports what one check of all their
units finds, whatever the shards.

Examples:
  paraudit facts -p build --shard 1/2 -o facts
  paraudit facts -p build --shard 2/2 -o facts
  paraudit link facts --format=json -o findings.json

OPTIONS are those of paraudit check that are about findings and output, not about reading sources: --checks,
--warnings-as-errors, --header-filter, --line-filter, --parallel-entry, --ledger, --baseline, --format, -o, --root,
--config-file, --quiet ...; 'paraudit check --help' tells them.

Exit status: 0 nothing at error level, 1 findings at error level, 2 usage or tool error, 3 a unit failed or no shard has
its facts (1 hides it, and a line says so).
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
  std::string link = "--link";
  arguments.push_back(link.data());
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  std::fprintf(stderr, "paraudit-link: error: cannot run '%s': %s; install paraudit-check beside it\n", program.c_str(),
               std::strerror(errno));
  return 2;
}
