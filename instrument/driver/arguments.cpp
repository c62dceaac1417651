#include "instrument/driver/arguments.h"

#include <algorithm>
#include <string_view>

namespace paraudit::driver {
namespace {

/// Options whose value is the next argument, which is therefore no input.
constexpr std::string_view kWithValue[] = {
    "-o",       "-I",        "-isystem", "-iquote",   "-idirafter",   "-include",
    "-imacros", "-isysroot", "-x",       "-D",        "-U",           "-L",
    "-F",       "-T",        "-u",       "-z",        "-MF",          "-MT",
    "-MQ",      "-MJ",       "-Xclang",  "-Xlinker",  "-Xassembler",  "-Xpreprocessor",
    "-mllvm",   "-target",   "-arch",    "--param",   "-framework",   "-e",
    "-A",       "-B",        "-dumpdir", "--sysroot", "-ivfsoverlay", "-index-store-path",
};
constexpr std::string_view kStopsBeforeLinking[] = {
    "-c",        "-S", "-E",        "-M",   "-MM",    "-fsyntax-only",        "--precompile",
    "-emit-ast", "-r", "--analyze", "-cc1", "-cc1as", "-emit-interface-stubs"};

template <size_t N> bool contains(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

} // namespace

bool links(const std::vector<std::string>& arguments) {
  bool input = false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (contains(kStopsBeforeLinking, argument))
      return false;
    if (contains(kWithValue, argument))
      ++i;
    else if (argument == "-" || (!argument.empty() && argument[0] != '-'))
      input = true;
  }
  return input;
}

bool links_statically(const std::vector<std::string>& arguments) {
  return links(arguments) && std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
           return argument == "-static" || argument == "-static-pie" || argument == "--static";
         });
}

std::string take_option(std::vector<std::string>& arguments, const std::string& option, const std::string& bare) {
  std::string value;
  std::erase_if(arguments, [&](const std::string& argument) {
    bool is_bare = !bare.empty() && argument == option, has_value = argument.starts_with(option + "=");
    if (is_bare || has_value)
      value = is_bare ? bare : argument.substr(option.size() + 1);
    return is_bare || has_value;
  });
  return value;
}

std::vector<std::string> added_arguments(const std::vector<std::string>& arguments, const std::string& library,
                                         bool names_fields) {
  if (!arguments.empty() && (arguments[0] == "-cc1" || arguments[0] == "-cc1as"))
    return {}; // a compiler job of its own: the driver that made it has added ours
  std::vector<std::string> added{"--start-no-unused-arguments", "-fpass-plugin=" + library + "/paraudit-pass.so",
                                 "-gline-tables-only"};
  if (names_fields) // fields are known by the debug information of their classes
    added.insert(added.end(), {"-g", "-fstandalone-debug"});
  if (links(arguments)) {
    // Kept although nothing may name its symbols: it stands in front of the C library's.
    for (const char* option : {"-Wl,--push-state", "-Wl,--no-as-needed"})
      added.push_back(option);
    for (const char* name : {"preload", "recorder"})
      added.push_back(library + "/libparaudit-" + name + ".so");
    added.push_back("-Wl,--pop-state");
    added.push_back("-Wl,-rpath," + library);
  }
  added.push_back("--end-no-unused-arguments");
  return added;
}

} // namespace paraudit::driver
