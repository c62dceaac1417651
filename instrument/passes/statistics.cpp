#include "instrument/passes/statistics.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace paraudit::instrument {
namespace {

std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      result += '\\';
    if (static_cast<unsigned char>(c) < 0x20)
      c = ' ';
    result += c;
  }
  return result + '"';
}

} // namespace

std::string to_text(const Statistics& statistics, std::string_view module) {
  std::string result = "paraudit-pass: " + std::string(module) + "\n";
  auto add = [&](uint64_t value, const char* text) {
    if (value)
      result += "  " + std::to_string(value) + " " + text + "\n";
  };
#define PARAUDIT_PASS_COUNTER(name, text) add(statistics.name, text);
#include "instrument/passes/statistics.def"
  return result;
}

std::string to_json_line(const Statistics& statistics, std::string_view module) {
  std::string result = "{\"module\": " + json_string(module);
  auto add = [&](uint64_t value, const char* name) {
    result += std::string(", \"") + name + "\": " + std::to_string(value);
  };
#define PARAUDIT_PASS_COUNTER(name, text) add(statistics.name, #name);
#include "instrument/passes/statistics.def"
  return result + "}\n";
}

bool publish(const Statistics& statistics, std::string_view module, const char* destination) {
  if (!destination || !*destination)
    return true;
  if (std::strcmp(destination, "1") == 0 || std::strcmp(destination, "-") == 0) {
    std::fputs(to_text(statistics, module).c_str(), stderr);
    return true;
  }
  std::string line = to_json_line(statistics, module);
  int fd = open(destination, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  bool written = fd >= 0 && write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written)
    std::fprintf(stderr, "paraudit-pass: cannot write PARAUDIT_PASS_STATS to '%s': %s\n", destination,
                 std::strerror(errno));
  if (fd >= 0)
    close(fd);
  return written;
}

} // namespace paraudit::instrument
