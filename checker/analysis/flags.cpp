#include "checker/analysis/extract.h"

#include <clang/Driver/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace paraudit::analysis {
namespace {

struct DropRule {
  std::string_view prefix;
  std::size_t values;
};

constexpr auto kRules = std::to_array<DropRule>({
#define PARAUDIT_DROP(prefix, values) {prefix, values},
#include "checker/analysis/gcc_flags.def"
#undef PARAUDIT_DROP
});

bool matches(std::string_view prefix, std::string_view argument) {
  if (prefix.ends_with('$'))
    return argument == prefix.substr(0, prefix.size() - 1);
  return argument.starts_with(prefix);
}

const DropRule* rule_for(std::string_view argument) {
  const auto it =
      std::find_if(kRules.begin(), kRules.end(), [&](const DropRule& rule) { return matches(rule.prefix, argument); });
  return it == kRules.end() ? nullptr : &*it;
}

bool is_launcher(std::string_view program) {
  const std::string_view name = program.substr(program.rfind('/') + 1);
  return name == "ccache" || name == "sccache" || name == "distcc" || name == "icecc";
}

// The first argument that is the compiler: build systems put launchers (ccache, `cmake -E env VAR=x`) before it.
std::size_t compiler_index(const std::vector<std::string>& arguments) {
  std::size_t index = 0;
  const auto at = [&](std::size_t i) { return i < arguments.size() ? std::string_view(arguments[i]) : ""; };
  if (at(0).substr(at(0).rfind('/') + 1) == "cmake" && at(1) == "-E" && at(2) == "env") {
    index = 3;
    while (at(index).find('=') != std::string_view::npos)
      ++index;
  }
  while (is_launcher(at(index)))
    ++index;
  return index;
}

bool is_pch_include(const std::vector<std::string>& arguments, std::size_t i) {
  return i + 3 < arguments.size() && arguments[i] == "-Xclang" && arguments[i + 1] == "-include-pch" &&
         arguments[i + 2] == "-Xclang";
}

// Of arguments without the compiler's name: the indices of options that the driver does not know.
std::vector<std::size_t> unknown_options(const std::vector<std::string>& arguments) {
  std::vector<const char*> words;
  for (const std::string& argument : arguments)
    words.push_back(argument.c_str());
  unsigned missing_index = 0, missing_count = 0;
  const llvm::opt::InputArgList parsed = clang::driver::getDriverOptTable().ParseArgs(
      words, missing_index, missing_count, llvm::opt::Visibility(clang::driver::options::ClangOption));
  std::vector<std::size_t> indices;
  for (const llvm::opt::Arg* argument : parsed.filtered(clang::driver::options::OPT_UNKNOWN))
    indices.push_back(argument->getIndex());
  return indices;
}

struct Adjusted {
  std::vector<std::string> arguments, unknown;
};

// Without what the driver does not know, where the command is another compiler's.
Adjusted without_unknown(std::vector<std::string> arguments, std::string_view compiler) {
  Adjusted result{std::move(arguments), {}};
  if (compiler.find("clang") != std::string_view::npos)
    return result;
  const std::vector<std::string> options(result.arguments.begin() + 1, result.arguments.end());
  const std::vector<std::size_t> indices = unknown_options(options);
  for (auto index = indices.rbegin(); index != indices.rend(); ++index) {
    result.unknown.insert(result.unknown.begin(), options[*index]);
    result.arguments.erase(result.arguments.begin() + 1 + static_cast<std::ptrdiff_t>(*index));
  }
  return result;
}

Adjusted adjust(const CompileCommand& command, std::vector<std::string>* dropped) {
  const std::vector<std::string>& given = command.arguments;
  std::size_t i = compiler_index(given);
  const std::string_view compiler = i < given.size() ? std::string_view(given[i]) : "";
  const std::string_view program = compiler.substr(compiler.rfind('/') + 1);
  const bool is_cxx = program.find("++") != std::string_view::npos;
  std::vector<std::string> out{is_cxx ? "clang++" : "clang"};
  const auto drop = [&](std::size_t count) {
    for (; count > 0 && i < given.size(); --count, ++i)
      if (dropped)
        dropped->push_back(given[i]);
  };
  ++i;
  while (i < given.size()) {
    if (is_pch_include(given, i)) {
      drop(4); // the header itself is included as well, and its bodies are wanted
    } else if (given[i] == "-Xclang" && i + 1 < given.size() && matches("-fno-pch-timestamp", given[i + 1])) {
      drop(2);
    } else if (const DropRule* rule = rule_for(given[i])) {
      drop(1 + rule->values);
    } else {
      out.push_back(given[i++]);
    }
  }
  Adjusted adjusted = without_unknown(std::move(out), program);
  if (dropped)
    dropped->insert(dropped->end(), adjusted.unknown.begin(), adjusted.unknown.end());
  return adjusted;
}

} // namespace

std::vector<std::string> adjusted_arguments(const CompileCommand& command, std::vector<std::string>* dropped) {
  return adjust(command, dropped).arguments;
}

std::vector<std::string> unknown_arguments(const CompileCommand& command) {
  return adjust(command, nullptr).unknown;
}

} // namespace paraudit::analysis
