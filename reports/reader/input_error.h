// The error that every reader of reports/ raises for bad input: it names the file, the place in it, what is wrong and,
// where that is known, what to do. what() is one line, ready for a terminal.
//
// Thread-safety: immutable. Only these errors (and bad_alloc) leave the readers.
#ifndef PARAUDIT_REPORTS_READER_INPUT_ERROR_H
#define PARAUDIT_REPORTS_READER_INPUT_ERROR_H

#include <cstdint>
#include <stdexcept>
#include <string>

namespace paraudit::reports {

class InputError : public std::runtime_error {
 public:
  InputError(const std::string& path, const std::string& message);
  // `offset` is in bytes from the start of the file.
  InputError(const std::string& path, std::uint64_t offset, const std::string& message);
};

} // namespace paraudit::reports

#endif
