#include "instrument/record/needed_libraries.h"

#include <optional>

#include "instrument/record/program_file.h"

namespace paraudit::record {
namespace {

constexpr uint64_t kEntriesMax = 65536;

// What the dynamic section says, as far as it is about names.
struct Names {
  std::vector<uint64_t> needed;  // offsets in the texts
  std::optional<uint64_t> texts; // offset in the file
};

std::optional<uint64_t> file_offset(const ProgramFile& program, uint64_t address) {
  for (const Elf64_Phdr& segment : program.segments())
    if (segment.p_type == PT_LOAD && address - segment.p_vaddr < segment.p_filesz)
      return address - segment.p_vaddr + segment.p_offset;
  return std::nullopt;
}

void read_dynamic(ProgramFile& program, const Elf64_Phdr& segment, Names& names) {
  Elf64_Dyn entry;
  for (uint64_t i = 0; i < kEntriesMax && program.read(segment.p_offset + i * sizeof entry, entry); ++i) {
    if (entry.d_tag == DT_NULL)
      return;
    if (entry.d_tag == DT_NEEDED)
      names.needed.push_back(entry.d_un.d_val);
    else if (entry.d_tag == DT_STRTAB)
      names.texts = file_offset(program, entry.d_un.d_ptr);
  }
}

} // namespace

std::vector<std::string> needed_libraries(const std::string& path) {
  ProgramFile program(path);
  Names names;
  for (const Elf64_Phdr& segment : program.segments())
    if (segment.p_type == PT_DYNAMIC)
      read_dynamic(program, segment, names);
  std::vector<std::string> result;
  for (uint64_t name : names.needed)
    if (names.texts)
      result.push_back(program.text(*names.texts + name));
  return result;
}

} // namespace paraudit::record
