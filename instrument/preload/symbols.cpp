#include "instrument/preload/symbols.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace paraudit::preload {
namespace {

/// A file mapped read-only for as long as this lives.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
      return;
    struct stat status;
    if (fstat(fd, &status) == 0 && status.st_size > 0) {
      void* mapped = mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
      if (mapped != MAP_FAILED) {
        data_ = static_cast<const char*>(mapped);
        size_ = static_cast<size_t>(status.st_size);
      }
    }
    close(fd);
  }
  ~MappedFile() {
    if (data_)
      munmap(const_cast<char*>(data_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  /// `count` objects of type T at `offset`, or nullptr where the file does not hold them.
  template <typename T> const T* at(uint64_t offset, uint64_t count = 1) const {
    if (offset > size_ || count > (size_ - offset) / sizeof(T) || offset % alignof(T) != 0)
      return nullptr;
    return reinterpret_cast<const T*>(data_ + offset);
  }

 private:
  const char* data_ = nullptr;
  size_t size_ = 0;
};

struct SymbolTable {
  const Elf64_Sym* symbols = nullptr;
  uint64_t count = 0;
  const char* names = nullptr;
  uint64_t names_size = 0;
};

SymbolTable table_of(const MappedFile& file, const Elf64_Shdr* sections, unsigned section_count,
                     const Elf64_Shdr& section) {
  SymbolTable table;
  if (section.sh_link >= section_count)
    return table;
  const Elf64_Shdr& names = sections[section.sh_link];
  uint64_t count = section.sh_size / sizeof(Elf64_Sym);
  table.symbols = file.at<Elf64_Sym>(section.sh_offset, count);
  table.names = file.at<char>(names.sh_offset, names.sh_size);
  if (table.symbols && table.names) {
    table.count = count;
    table.names_size = names.sh_size;
  }
  return table;
}

/// The full symbol table, else the dynamic one.
SymbolTable best_table(const MappedFile& file) {
  const auto* header = file.at<Elf64_Ehdr>(0);
  if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 || header->e_ident[EI_CLASS] != ELFCLASS64)
    return {};
  const auto* sections = file.at<Elf64_Shdr>(header->e_shoff, header->e_shnum);
  if (!sections)
    return {};
  SymbolTable best;
  for (unsigned i = 0; i < header->e_shnum; ++i) {
    if (sections[i].sh_type == SHT_SYMTAB)
      return table_of(file, sections, header->e_shnum, sections[i]);
    if (sections[i].sh_type == SHT_DYNSYM)
      best = table_of(file, sections, header->e_shnum, sections[i]);
  }
  return best;
}

FunctionSymbol find(const SymbolTable& table, uint64_t address) {
  for (uint64_t i = 0; i < table.count; ++i) {
    const Elf64_Sym& symbol = table.symbols[i];
    if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || address - symbol.st_value >= symbol.st_size)
      continue;
    if (symbol.st_name >= table.names_size)
      continue;
    const char* name = table.names + symbol.st_name;
    return {.name = {name, strnlen(name, table.names_size - symbol.st_name)}, .bytes = symbol.st_size};
  }
  return {};
}

} // namespace

void with_function_symbol(const void* address, void (*use)(void* context, const FunctionSymbol& symbol),
                          void* context) {
  dl_find_object object;
  // A return address may be the first byte after its function; the call before it never is.
  auto* call = const_cast<char*>(static_cast<const char*>(address)) - 1;
  if (_dl_find_object(call, &object) != 0 || !object.dlfo_link_map)
    return use(context, {});
  const link_map& module = *object.dlfo_link_map;
  MappedFile file(module.l_name[0] ? module.l_name : "/proc/self/exe");
  use(context, find(best_table(file), reinterpret_cast<uint64_t>(call) - module.l_addr));
}

} // namespace paraudit::preload
