// minirc-gen: writes a generated crate.
#include "minicompiler/gen/crate.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

namespace fs = std::filesystem;

/// Writes every file or says which one could not be written.
bool write_files(const std::map<std::string, std::string>& files, const fs::path& directory) {
  for (const auto& [name, text] : files) {
    fs::path path = directory / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out << text;
    out.close();
    if (!out) {
      std::cerr << "minirc-gen: cannot write '" << path.string() << "'" << (error ? ": " + error.message() : "")
                << "\n";
      return false;
    }
  }
  return true;
}

} // namespace

int main(int argc, char** argv) {
  minirc::gen::CrateOptions options;
  std::string output;
  CLI::App app("Writes a crate of any size that minirc and rustc both accept and that prints the same with both.");
  app.footer("example:\n  minirc-gen --modules 24 --functions 60 --seed 1 -o crate && minirc crate/main.rs -o program");
  app.add_option("--modules", options.modules, "top-level modules")->check(CLI::Range(1, 10000))->capture_default_str();
  app.add_option("--functions", options.functions, "functions in each module")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "the same seed gives the same crate")->capture_default_str();
  app.add_option("-o,--output", output, "directory of the crate; its root is main.rs")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  auto files = minirc::gen::generate_crate(options);
  if (!write_files(files, output))
    return 1;
  size_t lines = 0;
  for (const auto& [name, text] : files)
    lines += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  std::cout << lines << " lines in " << files.size() << " files\n";
  return 0;
}
