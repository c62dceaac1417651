#include "log.h"

#include <cstring>

namespace {

char prefix[32];

void write_prefix(const char* text) {
  std::strncpy(prefix, text, sizeof prefix - 1);
  prefix[0] = '[';
}

} // namespace

void log(const char* text) {
  write_prefix(text);
}
