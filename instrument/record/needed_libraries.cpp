#include "instrument/record/needed_libraries.h"

#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <optional>

namespace paraudit::record {
namespace {

constexpr uint64_t kHeadersMax = 1024, kEntriesMax = 65536;

class Program {
 public:
  explicit Program(const std::string& path) : file_(path, std::ios::binary) {
    Elf64_Ehdr header;
    if (!read(0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phnum > kHeadersMax)
      return;
    Elf64_Phdr segment;
    for (uint64_t i = 0; i < header.e_phnum && read(header.e_phoff + i * sizeof segment, segment); ++i)
      segments_.push_back(segment);
  }

  std::vector<std::string> needed() {
    std::vector<uint64_t> names;
    std::optional<uint64_t> texts;
    for (const Elf64_Phdr& segment : segments_)
      if (segment.p_type == PT_DYNAMIC)
        read_dynamic(segment, names, texts);
    std::vector<std::string> result;
    for (uint64_t name : names)
      if (texts)
        result.push_back(text(*texts + name));
    return result;
  }

 private:
  template <typename T> bool read(uint64_t offset, T& value) {
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    return static_cast<bool>(file_.read(reinterpret_cast<char*>(&value), sizeof value));
  }

  void read_dynamic(const Elf64_Phdr& segment, std::vector<uint64_t>& names, std::optional<uint64_t>& texts) {
    Elf64_Dyn entry;
    for (uint64_t i = 0; i < kEntriesMax && read(segment.p_offset + i * sizeof entry, entry); ++i) {
      if (entry.d_tag == DT_NULL)
        return;
      if (entry.d_tag == DT_NEEDED)
        names.push_back(entry.d_un.d_val);
      else if (entry.d_tag == DT_STRTAB)
        texts = file_offset(entry.d_un.d_ptr);
    }
  }

  std::optional<uint64_t> file_offset(uint64_t address) const {
    for (const Elf64_Phdr& segment : segments_)
      if (segment.p_type == PT_LOAD && address - segment.p_vaddr < segment.p_filesz)
        return address - segment.p_vaddr + segment.p_offset;
    return std::nullopt;
  }

  std::string text(uint64_t offset) {
    std::string result;
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    std::getline(file_, result, '\0');
    return result;
  }

  std::ifstream file_;
  std::vector<Elf64_Phdr> segments_;
};

} // namespace

std::vector<std::string> needed_libraries(const std::string& program) {
  return Program(program).needed();
}

} // namespace paraudit::record
