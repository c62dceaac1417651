// Prints the facts of one compile command: `paraudit-facts-dump [--time] -- clang++ FLAGS FILE`, or those of a file:
// `paraudit-facts-dump FILE.facts`. A tool for the checker's developers.
#include "checker/analysis/extract.h"
#include "checker/facts/store.h"
#include "checker/facts/text.h"

#include <cstdio>
#include <cstring>
#include <filesystem>

int main(int argc, char** argv) {
  using namespace paraudit;
  if (argc == 2 && std::strcmp(argv[1], "--help") != 0) {
    facts::Result<facts::TuFacts> unit = facts::load(argv[1]);
    if (!unit) {
      std::fprintf(stderr, "%s\n", unit.error().c_str());
      return 2;
    }
    std::fputs(facts::to_text(*unit).c_str(), stdout);
    return 0;
  }
  const bool quiet = argc > 2 && std::strcmp(argv[1], "--quiet") == 0;
  const int first = quiet ? 3 : 2;
  if (argc <= first || std::strcmp(argv[first - 1], "--") != 0) {
    std::fprintf(stderr, "usage: %s FILE.facts | %s [--quiet] -- COMPILER FLAGS... SOURCE\n", argv[0], argv[0]);
    return 2;
  }
  analysis::CompileCommand command;
  command.directory = std::filesystem::current_path().string();
  command.arguments.assign(argv + first, argv + argc);
  command.file = command.arguments.back();
  const analysis::ExtractResult result = analysis::extract(command);
  std::fputs(result.diagnostics.c_str(), stderr);
  if (!result.facts)
    return 3;
  if (quiet)
    std::printf("%zu functions, %zu bytes\n", result.facts->functions.size(), facts::encode(*result.facts).size());
  else
    std::fputs(facts::to_text(*result.facts).c_str(), stdout);
  return 0;
}
