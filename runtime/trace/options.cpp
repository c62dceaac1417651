#include "runtime/trace/options.h"

#include "runtime/abi/trace_format.h"
#include "runtime/platform/system.h"

#include <cstring>
#include <initializer_list>

namespace paraudit::trace {
namespace {

constexpr char kPrefix[] = "PARAUDIT_";

const char* find_variable(const char* const* environment, const char* name) {
  size_t length = std::strlen(name);
  for (; environment != nullptr && *environment != nullptr; ++environment)
    if (std::strncmp(*environment, name, length) == 0 && (*environment)[length] == '=')
      return *environment + length + 1;
  return nullptr;
}

bool parse_number(const char* text, uint64_t minimum, uint64_t maximum, uint64_t& value) {
  uint64_t parsed = 0;
  if (*text == 0)
    return false;
  for (; *text != 0; ++text) {
    if (*text < '0' || *text > '9' || parsed > maximum)
      return false;
    parsed = parsed * 10 + static_cast<uint64_t>(*text - '0');
  }
  if (parsed < minimum || parsed > maximum)
    return false;
  value = parsed;
  return true;
}

void read_number(const char* const* environment, const char* name, uint64_t minimum, uint64_t maximum,
                 uint64_t& value) {
  const char* text = find_variable(environment, name);
  if (text != nullptr && !parse_number(text, minimum, maximum, value))
    complain(name, " is not a number in its range; using the default, not ", text);
}

uint32_t parse_policy(const char* text) {
  if (text == nullptr || *text == 0 || std::strcmp(text, "off") == 0)
    return PARAUDIT_POLICY_NONE;
  if (std::strcmp(text, "count") == 0)
    return PARAUDIT_POLICY_COUNT;
  if (std::strcmp(text, "timeline") == 0)
    return PARAUDIT_POLICY_TIMELINE;
  complain("PARAUDIT_RECORD must be off, count or timeline; recording nothing, not ", text);
  return PARAUDIT_POLICY_NONE;
}

} // namespace

Options read_options(const char* const* environment) {
  Options options;
  options.policy = parse_policy(find_variable(environment, "PARAUDIT_RECORD"));
  if (options.policy == PARAUDIT_POLICY_NONE)
    return options;
  const char* directory = find_variable(environment, "PARAUDIT_TRACE_DIR");
  if (directory != nullptr && *directory != 0)
    options.directory = directory;
#define PARAUDIT_OPTION(NAME, field, default_value, minimum, maximum, doc)                                             \
  read_number(environment, "PARAUDIT_" #NAME, minimum, maximum, options.field);
#include "runtime/trace/options.def"
  return options;
}

uint32_t collect_environment(const char* const* environment, char* text, uint32_t capacity) {
  uint32_t used = 0;
  for (; environment != nullptr && *environment != nullptr; ++environment) {
    size_t length = std::strlen(*environment);
    if (std::strncmp(*environment, kPrefix, sizeof(kPrefix) - 1) != 0 || used + length + 1 > capacity)
      continue;
    std::memcpy(text + used, *environment, length + 1);
    used += static_cast<uint32_t>(length + 1);
  }
  return used;
}

void complain(const char* first, const char* second, const char* third) {
  char line[1024] = "paraudit: ";
  size_t used = std::strlen(line);
  for (const char* part : {first, second, third})
    for (; *part != 0 && used + 1 < sizeof(line); ++part)
      line[used++] = *part;
  line[used++] = '\n';
  platform::system_call(SYS_write, 2, line, used);
}

} // namespace paraudit::trace
