#include "checker/tool/entry_arguments.h"

#include "checker/tool/compile_database.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;

constexpr int kNestedFiles = 16; // a file may name itself

struct Language {
  const char* name;
  std::set<std::string_view> endings;
};

const Language kForeign[] = {
    {"assembler", {".s", ".S", ".sx", ".asm", ".nasm"}},
    {"Fortran",
     {".f", ".for", ".ftn", ".fpp", ".f77", ".f90", ".f95", ".f03", ".f08", ".F", ".FOR", ".FTN", ".FPP", ".F77",
      ".F90", ".F95", ".F03", ".F08"}},
    {"resources", {".rc"}},
    {"Swift", {".swift"}},
    {"Rust", {".rs"}},
    {"Go", {".go"}},
    {"Java", {".java"}},
};

std::optional<std::string> text_of(const fs::path& path) {
  std::error_code ignored;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || !fs::is_regular_file(path, ignored)) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void append_expanded(const std::string& argument, const std::string& directory, int depth,
                     std::vector<std::string>& out) {
  std::optional<std::string> text;
  if (argument.starts_with('@') && depth < kNestedFiles) {
    text = text_of(absolute_path(argument.substr(1), directory));
  }
  if (!text) {
    out.push_back(argument);
    return;
  }
  for (const std::string& word : split_command(*text)) {
    append_expanded(word, directory, depth + 1, out);
  }
}

// The last -x before the file; "" where its ending decides.
std::string stated_language(const analysis::CompileCommand& command) {
  std::string language;
  const std::vector<std::string>& arguments = command.arguments;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "-x" && i + 1 < arguments.size()) {
      language = arguments[++i];
    } else if (arguments[i].starts_with("-x")) {
      language = arguments[i].substr(2);
    } else if (absolute_path(arguments[i], command.directory) == command.file) {
      break;
    }
  }
  return language == "none" ? "" : language;
}

} // namespace

std::vector<std::string> with_response_files(std::vector<std::string> arguments, const std::string& directory) {
  std::vector<std::string> expanded;
  for (const std::string& argument : arguments) {
    append_expanded(argument, directory, 0, expanded);
  }
  return expanded;
}

std::string foreign_language(const analysis::CompileCommand& command) {
  std::string stated = stated_language(command);
  if (!stated.empty()) {
    return stated.starts_with("assembler") ? "assembler" : stated.starts_with("f") ? "Fortran" : "";
  }
  std::string ending = fs::path(command.file).extension().string();
  for (const Language& language : kForeign) {
    if (language.endings.contains(ending)) {
      return language.name;
    }
  }
  return "";
}

} // namespace paraudit::tool
