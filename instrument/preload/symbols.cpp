#include "instrument/preload/symbols.h"

#include <algorithm>
#include <atomic>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace paraudit::preload {
namespace {

/// A file that is open for reading. By syscall(), which is no cancellation point: a lock function is none either, and
/// may be called where nothing may be thrown.
class OpenFile {
 public:
  explicit OpenFile(const char* path)
      : fd_(static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC))) {
    if (fd_ < 0 || fstat(fd_, &status_) != 0 || status_.st_size < 0)
      status_ = {};
  }
  ~OpenFile() {
    if (fd_ >= 0)
      syscall(SYS_close, fd_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int fd() const { return fd_; }
  const struct stat& status() const { return status_; }

 private:
  int fd_;
  struct stat status_ = {};
};

/// A file mapped read-only for as long as this lives, unless it is to stay.
class MappedFile {
 public:
  explicit MappedFile(const OpenFile& file) {
    if (file.status().st_size == 0)
      return;
    auto size = static_cast<size_t>(file.status().st_size);
    void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.fd(), 0);
    if (mapped == MAP_FAILED)
      return;
    data_ = static_cast<const char*>(mapped);
    size_ = size;
  }
  ~MappedFile() {
    if (data_)
      munmap(const_cast<char*>(data_), size_);
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  void stay() { data_ = nullptr; }

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

bool covers(const Elf64_Sym& symbol, uint64_t address) {
  return ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && address - symbol.st_value < symbol.st_size;
}

FunctionSymbol named(const SymbolTable& table, const Elf64_Sym& symbol) {
  if (symbol.st_name >= table.names_size)
    return {};
  const char* name = table.names + symbol.st_name;
  return {.name = {name, strnlen(name, table.names_size - symbol.st_name)}, .bytes = symbol.st_size};
}

/// Of the functions that hold the address the one that begins last; of several names of one the table's first.
FunctionSymbol find(const SymbolTable& table, uint64_t address) {
  const Elf64_Sym* innermost = nullptr;
  for (const Elf64_Sym* symbol = table.symbols; symbol != table.symbols + table.count; ++symbol)
    if (covers(*symbol, address) && (!innermost || symbol->st_value > innermost->st_value))
      innermost = symbol;
  return innermost ? named(table, *innermost) : FunctionSymbol{};
}

/// The functions of a table, by address. Made where a file is asked for often: then one scan for each would cost more.
class SortedFunctions {
 public:
  constexpr SortedFunctions() = default;
  explicit SortedFunctions(const SymbolTable& table) {
    if (table.count == 0 || table.count > UINT32_MAX)
      return;
    void* memory =
        mmap(nullptr, table.count * sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
      return;
    first_ = last_ = static_cast<uint32_t*>(memory);
    for (uint32_t i = 0; i < table.count; ++i)
      if (ELF64_ST_TYPE(table.symbols[i].st_info) == STT_FUNC)
        *last_++ = i;
    std::sort(first_, last_, [&](uint32_t a, uint32_t b) {
      uint64_t x = table.symbols[a].st_value, y = table.symbols[b].st_value;
      return x != y ? x < y : a > b;
    });
  }
  bool made() const { return first_ != nullptr; }

  /// As find(), but for functions inside of which more than some others begin.
  FunctionSymbol find(const SymbolTable& table, uint64_t address) const {
    constexpr int kInside = 16;
    const uint32_t* at = std::upper_bound(
        first_, last_, address, [&](uint64_t value, uint32_t index) { return value < table.symbols[index].st_value; });
    for (int i = 0; i < kInside && at != first_; ++i)
      if (covers(table.symbols[*--at], address))
        return named(table, table.symbols[*at]);
    return {};
  }

 private:
  uint32_t *first_ = nullptr, *last_ = nullptr;
};

std::atomic<bool> files_are_left_alone{false};

/// The symbols of a file that was asked for before: it stays mapped. To map a large library takes a hundred times as
/// long as to find a symbol in it, and to unmap it stops every thread of the process.
struct KnownFile {
  enum State : int { kFree, kFilling, kReady };
  static constexpr unsigned kScans = 32; ///< about what sorting costs
  const link_map* module;                ///< as which it was loaded
  std::atomic<int> state;
  dev_t device;
  ino_t inode;
  timespec changed;
  SymbolTable table;
  std::atomic<unsigned> asked;
  std::atomic<bool> sorted;
  SortedFunctions functions; ///< once `sorted`

  bool is(const struct stat& status) const {
    return state.load(std::memory_order_acquire) == kReady && device == status.st_dev && inode == status.st_ino &&
           changed.tv_sec == status.st_ctim.tv_sec && changed.tv_nsec == status.st_ctim.tv_nsec;
  }
  FunctionSymbol find(uint64_t address) {
    if (sorted.load(std::memory_order_acquire))
      return functions.find(table, address);
    if (asked.fetch_add(1, std::memory_order_relaxed) == kScans && !files_are_left_alone.load()) {
      functions = SortedFunctions(table);
      sorted.store(functions.made(), std::memory_order_release);
    }
    return preload::find(table, address);
  }
};
constexpr unsigned kKnownFiles = 64; ///< of what comes later each look-up maps the file
constinit KnownFile known_files[kKnownFiles] = {};

bool remember(const link_map& module, const struct stat& status, const SymbolTable& table) {
  for (KnownFile& known : known_files) {
    int free = KnownFile::kFree;
    if (!known.state.compare_exchange_strong(free, KnownFile::kFilling, std::memory_order_relaxed))
      continue;
    known.module = &module;
    known.device = status.st_dev;
    known.inode = status.st_ino;
    known.changed = status.st_ctim;
    known.table = table;
    known.state.store(KnownFile::kReady, std::memory_order_release);
    return true;
  }
  return false;
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
  uint64_t place = reinterpret_cast<uint64_t>(call) - module.l_addr;
  if (files_are_left_alone.load()) {
    for (KnownFile& known : known_files)
      if (known.state.load(std::memory_order_acquire) == KnownFile::kReady && known.module == &module)
        return use(context, known.find(place));
    return use(context, {});
  }
  OpenFile file(module.l_name[0] ? module.l_name : "/proc/self/exe");
  for (KnownFile& known : known_files)
    if (known.is(file.status()))
      return use(context, known.find(place));
  MappedFile mapped(file);
  SymbolTable table = best_table(mapped);
  use(context, find(table, place));
  if (remember(module, file.status(), table))
    mapped.stay();
}

void leave_files_alone(bool leave) {
  if (leave) {
    auto entry = reinterpret_cast<const char*>(getauxval(AT_ENTRY));
    with_function_symbol(entry + 1, [](void*, const FunctionSymbol&) {}, nullptr);
  }
  files_are_left_alone.store(leave);
}

} // namespace paraudit::preload
