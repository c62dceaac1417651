#include "reports/reader/input_error.h"

#include <cinttypes>
#include <cstdio>

namespace paraudit::reports {
namespace {

std::string hex(std::uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, value);
  return text;
}

} // namespace

InputError::InputError(const std::string& path, const std::string& message)
    : std::runtime_error(path + ": " + message) {}

InputError::InputError(const std::string& path, std::uint64_t offset, const std::string& message)
    : std::runtime_error(path + ": offset " + hex(offset) + ": " + message) {}

} // namespace paraudit::reports
