#include "reports/reader/build_id.h"

#include <cstring>
#include <elf.h>
#include <filesystem>
#include <sstream>

#include "reports/reader/input_error.h"
#include "reports/reader/mapped_file.h"

namespace paraudit::reports {
namespace {

std::uint64_t padded(std::uint64_t size) {
  return (size + 3) / 4 * 4;
}

std::string text_at(const MappedFile& file, std::uint64_t offset, std::uint64_t size, const char* what) {
  file.check_range(offset, size, what);
  return {reinterpret_cast<const char*>(file.bytes().data() + offset), size};
}

std::string id_in_notes(const MappedFile& file, std::uint64_t begin, std::uint64_t size) {
  for (std::uint64_t at = begin; at + sizeof(Elf64_Nhdr) <= begin + size;) {
    auto note = file.load<Elf64_Nhdr>(at, "note");
    std::uint64_t name = at + sizeof(note), id = name + padded(note.n_namesz);
    if (note.n_type == NT_GNU_BUILD_ID && text_at(file, name, note.n_namesz, "note's name") == std::string("GNU", 4))
      return text_at(file, id, note.n_descsz, "build id");
    at = id + padded(note.n_descsz);
  }
  return {};
}

// In an executable as in the file of its debug information, whose program headers may name what is not there.
std::string id_in_sections(const MappedFile& file) {
  auto header = file.load<Elf64_Ehdr>(0, "ELF header");
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64)
    return {};
  for (std::uint64_t i = 0; i < header.e_shnum; ++i) {
    auto section = file.load<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr), "section header");
    std::string id = section.sh_type == SHT_NOTE ? id_in_notes(file, section.sh_offset, section.sh_size) : "";
    if (!id.empty())
      return id;
  }
  return {};
}

} // namespace

std::string build_id_of_file(const std::string& path) {
  try {
    return id_in_sections(MappedFile(path));
  } catch (const InputError&) {
    return {};
  }
}

std::string find_debug_file(const std::string& build_id, const std::string& directories) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned char byte : build_id) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  std::istringstream list(directories);
  std::error_code error;
  for (std::string directory; hex.size() > 2 && std::getline(list, directory, ':');) {
    std::string path = directory + "/.build-id/" + hex.substr(0, 2) + "/" + hex.substr(2) + ".debug";
    if (!directory.empty() && std::filesystem::exists(path, error))
      return path;
  }
  return {};
}

} // namespace paraudit::reports
