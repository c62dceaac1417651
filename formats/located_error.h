// The error of every reader of text that people write: file, line, column (from 1), what is wrong, what to do. what()
// is one line, `file:line:column: message`, ready for a terminal.
//
// Thread-safety: immutable.
#ifndef PARAUDIT_FORMATS_LOCATED_ERROR_H
#define PARAUDIT_FORMATS_LOCATED_ERROR_H

#include <cstdint>
#include <stdexcept>
#include <string>

namespace paraudit::formats {

class LocatedError : public std::runtime_error {
 public:
  LocatedError(const std::string& file, std::uint32_t line, std::uint32_t column, const std::string& message)
      : std::runtime_error(file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message) {}
  // Of the file as a whole.
  LocatedError(const std::string& file, const std::string& message) : std::runtime_error(file + ": " + message) {}
};

} // namespace paraudit::formats

#endif
