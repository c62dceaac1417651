// A 64-bit ELF program's file: its program headers, and what lies at an offset.
//
// Trusts nothing in the file. Thread-safety: one thread at a time. Errors: `fault` says what is wrong with the file;
// `segments` has those before it.
#ifndef PARAUDIT_INSTRUMENT_RECORD_PROGRAM_FILE_H
#define PARAUDIT_INSTRUMENT_RECORD_PROGRAM_FILE_H

#include <cstdint>
#include <elf.h>
#include <fstream>
#include <string>
#include <vector>

namespace paraudit::record {

class ProgramFile {
 public:
  enum class Fault { kNone, kNoElf, kNot64Bit, kTruncated };

  explicit ProgramFile(const std::string& path);

  Fault fault() const { return fault_; }
  const std::vector<Elf64_Phdr>& segments() const { return segments_; }
  /// False where the file ends before the value does.
  template <typename T> bool read(uint64_t offset, T& value) {
    return seek(offset) && file_.read(reinterpret_cast<char*>(&value), sizeof value);
  }
  /// The zero-terminated text at an offset, or what the file has of it.
  std::string text(uint64_t offset);

 private:
  Fault read_headers();
  bool seek(uint64_t offset);

  std::ifstream file_;
  std::vector<Elf64_Phdr> segments_;
  Fault fault_;
};

} // namespace paraudit::record
#endif
