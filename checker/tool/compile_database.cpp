#include "checker/tool/compile_database.h"

#include "checker/tool/entry_arguments.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;
using analysis::CompileCommand;
using facts::Error;
using facts::Result;
using nlohmann::json;

constexpr const char* kDatabaseName = "compile_commands.json";
constexpr const char* kHowToMake =
    "make one with 'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON' or 'bear -- make', or name "
    "the units and flags: 'paraudit-check a.cpp -- -std=c++20'";

std::string current_directory() {
  return fs::current_path().string();
}

Result<std::string> find_upwards(const std::string& start) {
  std::error_code ignored;
  fs::path directory = fs::is_directory(start, ignored) ? fs::path(start) : fs::path(start).parent_path();
  while (true) {
    if (fs::exists(directory / kDatabaseName, ignored)) {
      return (directory / kDatabaseName).string();
    }
    if (directory == directory.parent_path() || directory.empty()) {
      return Error{"no " + std::string(kDatabaseName) + " in '" + start + "' or any directory above it; give -p DIR, " +
                   kHowToMake};
    }
    directory = directory.parent_path();
  }
}

Result<std::string> locate(const Options& options) {
  std::error_code ignored;
  if (!options.files.empty() && !fs::exists(options.files.front(), ignored) && options.database.empty()) {
    return Error{"cannot read '" + options.files.front() + "': no such file"};
  }
  if (options.database.empty()) {
    return find_upwards(options.files.empty() ? current_directory()
                                              : absolute_path(options.files.front(), current_directory()));
  }
  fs::path path = absolute_path(options.database, current_directory());
  if (fs::is_directory(path, ignored)) {
    path /= kDatabaseName;
  }
  if (!fs::exists(path, ignored)) {
    return Error{"no compilation database at '" + path.string() + "'; " + kHowToMake};
  }
  return path.string();
}

// nlohmann's text without its exception number: "parse error at line 3, column 7: ..."
std::string clean_parse_error(const std::string& what) {
  size_t bracket = what.find("] ");
  return bracket == std::string::npos ? what : what.substr(bracket + 2);
}

Result<json> read_json(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::error_code ignored;
  if (!stream || fs::is_directory(path, ignored)) {
    return Error{"cannot read '" + path + "': check that it is a file and its permissions"};
  }
  try {
    return json::parse(stream);
  } catch (const json::parse_error& error) {
    return Error{path + ": not a JSON file: " + clean_parse_error(error.what()) + "; generate it again"};
  }
}

Error entry_error(const std::string& path, size_t index, const std::string& what) {
  return Error{path + ": entry " + std::to_string(index) + " " + what + "; generate the file again"};
}

// A relative directory is relative to the database's own.
Result<CompileCommand> read_entry(const json& entry, const std::string& path, size_t index) {
  auto text = [&](const char* key) {
    return entry.is_object() && entry.contains(key) && entry[key].is_string() ? entry[key].get<std::string>()
                                                                              : std::string();
  };
  CompileCommand command;
  command.directory = text("directory");
  command.file = text("file");
  if (command.directory.empty() || command.file.empty()) {
    return entry_error(path, index, "lacks 'directory' or 'file'");
  }
  if (entry.contains("arguments") && entry["arguments"].is_array()) {
    for (const json& argument : entry["arguments"]) {
      if (!argument.is_string()) {
        return entry_error(path, index, "has an argument that is no string");
      }
      command.arguments.push_back(argument.get<std::string>());
    }
  } else {
    command.arguments = split_command(text("command"));
  }
  if (command.arguments.empty()) {
    return entry_error(path, index, "has neither 'arguments' nor 'command'");
  }
  command.directory = absolute_path(command.directory, fs::path(path).parent_path().string());
  command.file = absolute_path(command.file, command.directory);
  command.arguments = with_response_files(std::move(command.arguments), command.directory);
  return command;
}

Result<Commands> read_database(const std::string& path) {
  Result<json> document = read_json(path);
  if (!document) {
    return Error{document.error()};
  }
  if (!document->is_array()) {
    return Error{path + ": not a compilation database: the outermost value must be an array; generate it again"};
  }
  Commands commands;
  for (size_t index = 0; index < document->size(); ++index) {
    Result<CompileCommand> command = read_entry((*document)[index], path, index);
    if (!command) {
      return Error{command.error()};
    }
    commands.push_back(std::move(*command));
  }
  if (commands.empty()) {
    return Error{path + ": holds no units: nothing would be checked; build the project once, or generate it again"};
  }
  return commands;
}

// One unit compiled twice with one command line but another output is one unit.
std::vector<std::string> without_output(const CompileCommand& command) {
  std::vector<std::string> arguments;
  for (size_t i = 0; i < command.arguments.size(); ++i) {
    if (command.arguments[i] == "-o") {
      ++i;
    } else {
      arguments.push_back(command.arguments[i]);
    }
  }
  return arguments;
}

void sort_and_dedupe(Commands& commands) {
  auto key = [](const CompileCommand& command) {
    return std::tuple(command.file, command.directory, without_output(command));
  };
  std::sort(commands.begin(), commands.end(),
            [&](const CompileCommand& a, const CompileCommand& b) { return key(a) < key(b); });
  auto same = [&](const CompileCommand& a, const CompileCommand& b) { return key(a) == key(b); };
  commands.erase(std::unique(commands.begin(), commands.end(), same), commands.end());
}

bool is_at_or_below(const std::string& file, const std::string& path) {
  return file == path || (file.starts_with(path) && (path.ends_with('/') || file[path.size()] == '/'));
}

Result<Commands> filter(Commands commands, const Options& options, const std::string& database) {
  if (options.files.empty()) {
    return commands;
  }
  Commands selected;
  for (const std::string& wanted : options.files) {
    std::string path = absolute_path(wanted, current_directory());
    size_t before = selected.size();
    std::copy_if(commands.begin(), commands.end(), std::back_inserter(selected),
                 [&](const CompileCommand& command) { return is_at_or_below(command.file, path); });
    if (selected.size() == before) {
      return Error{"no unit of '" + database + "' is at or below '" + wanted +
                   "': nothing would be checked there; check the path, or the database"};
    }
  }
  return selected;
}

Result<Commands> explicit_units(const Options& options) {
  Commands commands;
  std::string directory = current_directory();
  for (const std::string& file : options.files) {
    std::error_code ignored;
    if (fs::is_directory(file, ignored)) {
      return Error{"'" + file + "' is a directory; with '--', name the units one by one"};
    }
    if (!fs::is_regular_file(file, ignored)) {
      return Error{"cannot read '" + file + "': no such file"};
    }
    CompileCommand command{directory, absolute_path(file, directory), {"clang++"}};
    command.arguments.insert(command.arguments.end(), options.flags->begin(), options.flags->end());
    command.arguments.insert(command.arguments.end(), {"-c", file});
    commands.push_back(std::move(command));
  }
  return commands;
}

} // namespace

std::string absolute_path(const std::string& path, const std::string& directory) {
  std::string normal = (fs::path(directory) / path).lexically_normal().string();
  if (normal.size() > 1 && normal.ends_with('/')) {
    normal.pop_back();
  }
  return normal;
}

std::vector<std::string> split_command(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (size_t i = 0; i < command.size(); ++i) {
    char c = command[i];
    bool escapes = c == '\\' && quote != '\'' && i + 1 < command.size();
    if (escapes) {
      word += command[++i];
      in_word = true;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (in_word) {
        words.push_back(std::move(word));
        word.clear();
      }
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word) {
    words.push_back(std::move(word));
  }
  return words;
}

namespace {

// Of a selection that is never empty.
Result<Commands> checkable(Commands commands, LeftOut& left_out) {
  std::string first = commands.front().file, language;
  std::erase_if(commands, [&](const CompileCommand& command) {
    language = foreign_language(command);
    left_out["entry in " + language] += language.empty() ? 0 : 1;
    return !language.empty();
  });
  left_out.erase("entry in ");
  if (commands.empty()) {
    return Error{"no unit is in C or C++: '" + first + "', say, is not; nothing would be checked"};
  }
  sort_and_dedupe(commands);
  return commands;
}

} // namespace

Result<Commands> load_commands(const Options& options, LeftOut& left_out) {
  if (options.flags) {
    Result<Commands> commands = explicit_units(options);
    return commands ? checkable(std::move(*commands), left_out) : commands;
  }
  Result<std::string> path = locate(options);
  if (!path) {
    return Error{path.error()};
  }
  Result<Commands> commands = read_database(*path);
  if (!commands) {
    return commands;
  }
  Result<Commands> selected = filter(std::move(*commands), options, *path);
  return selected ? checkable(std::move(*selected), left_out) : selected;
}

} // namespace paraudit::tool
