#include "instrument/record/program_file.h"

#include <cstring>

namespace paraudit::record {

ProgramFile::ProgramFile(const std::string& path) : file_(path, std::ios::binary), fault_(read_headers()) {}

ProgramFile::Fault ProgramFile::read_headers() {
  unsigned char magic[SELFMAG];
  if (!read(0, magic) || std::memcmp(magic, ELFMAG, SELFMAG) != 0)
    return Fault::kNoElf;
  Elf64_Ehdr header;
  if (!read(0, header))
    return Fault::kTruncated;
  if (header.e_ident[EI_CLASS] != ELFCLASS64)
    return Fault::kNot64Bit;
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!read(header.e_phoff + uint64_t{i} * header.e_phentsize, segment))
      return Fault::kTruncated;
    segments_.push_back(segment);
  }
  return Fault::kNone;
}

bool ProgramFile::seek(uint64_t offset) {
  file_.clear();
  return static_cast<bool>(file_.seekg(static_cast<std::streamoff>(offset)));
}

std::string ProgramFile::text(uint64_t offset) {
  std::string result;
  if (seek(offset))
    std::getline(file_, result, '\0');
  return result;
}

} // namespace paraudit::record
