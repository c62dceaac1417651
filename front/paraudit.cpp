// The front: `paraudit SUBCOMMAND ARGS` runs `paraudit-SUBCOMMAND ARGS` beside it. It links nothing, so that the report
// tools work where no LLVM is installed.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <linux/limits.h>
#include <unistd.h>

namespace {

struct Subcommand {
  std::string_view name;
  std::string_view summary;
};

constexpr Subcommand kSubcommands[] = {
#define PARAUDIT_SUBCOMMAND(name, summary) {#name, summary},
#include "front/subcommands.def"
};

constexpr int kUsageError = 2;

void print_help(std::FILE* out) {
  std::fputs("usage: paraudit SUBCOMMAND [ARGS...]\n\n"
             "Tells what stands between a C++ program and running in parallel.\n\nsubcommands:\n",
             out);
  for (const Subcommand& subcommand : kSubcommands)
    std::fprintf(out, "  %-8s %s\n", subcommand.name.data(), subcommand.summary.data());
  std::fputs("\nexamples:\n"
             "  paraudit check -p build src/cache.cpp      audit one file of a compilation database\n"
             "  paraudit record -o trace -- ./compiler in  record a run\n"
             "  paraudit report --findings findings.json trace -o report.html\n\n"
             "'paraudit SUBCOMMAND --help' tells more of each.\n",
             out);
}

/// The directory of this program, with a trailing slash; empty when the system does not tell.
std::string own_directory() {
  char path[PATH_MAX];
  ssize_t size = readlink("/proc/self/exe", path, sizeof path);
  if (size <= 0)
    return "";
  std::string_view view(path, static_cast<size_t>(size));
  return std::string(view.substr(0, view.rfind('/') + 1));
}

bool is_known(std::string_view name) {
  for (const Subcommand& subcommand : kSubcommands)
    if (subcommand.name == name)
      return true;
  return false;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    print_help(stderr);
    return kUsageError;
  }
  std::string_view name = argv[1];
  if (name == "--help" || name == "-h" || name == "help") {
    print_help(stdout);
    return 0;
  }
  if (name == "--version") {
    std::puts("paraudit " PARAUDIT_VERSION);
    return 0;
  }
  if (!is_known(name)) {
    std::fprintf(stderr, "paraudit: no subcommand '%s'; 'paraudit --help' lists them\n", argv[1]);
    return kUsageError;
  }
  std::string program = own_directory() + "paraudit-" + argv[1];
  argv[1] = program.data();
  execv(program.c_str(), argv + 1);
  std::fprintf(stderr, "paraudit: cannot run '%s': %s; is the installation complete?\n", program.c_str(),
               std::strerror(errno));
  return kUsageError;
}
