// The load map, read from /proc/self/maps: asking the dynamic loader would take its lock, which the program shares.

#include "runtime/platform/system.h"
#include "runtime/trace/own_memory.h"
#include "runtime/trace/recorder.h"

#include <cstring>
#include <elf.h>

namespace paraudit::trace {
namespace {

// A file, line by line, without stdio. Lines longer than the buffer are cut off.
class LineReader {
 public:
  explicit LineReader(const char* path) : fd_(platform::open_file(path, O_RDONLY)) {}
  ~LineReader() {
    if (fd_ >= 0)
      platform::close_file(fd_);
  }
  // The next line, ended by 0; null at the end.
  char* next() {
    for (;;) {
      if (void* end = std::memchr(text_ + start_, '\n', used_ - start_)) {
        *static_cast<char*>(end) = 0;
        char* line = text_ + start_;
        start_ = static_cast<size_t>(static_cast<char*>(end) - text_) + 1;
        return line;
      }
      std::memmove(text_, text_ + start_, used_ - start_);
      used_ -= start_;
      start_ = 0;
      long got = fd_ < 0 || used_ == sizeof(text_)
                     ? 0
                     : platform::system_call(SYS_read, fd_, text_ + used_, sizeof(text_) - used_);
      if (got <= 0)
        return nullptr;
      used_ += static_cast<size_t>(got);
    }
  }

 private:
  int fd_;
  char text_[8192];
  size_t start_ = 0, used_ = 0;
};

uint64_t parse_hex(char*& at) {
  uint64_t value = 0;
  for (;; ++at) {
    unsigned digit = *at >= '0' && *at <= '9'   ? static_cast<unsigned>(*at - '0')
                     : *at >= 'a' && *at <= 'f' ? static_cast<unsigned>(*at - 'a' + 10)
                                                : 16;
    if (digit == 16)
      return value;
    value = value * 16 + digit;
  }
}

struct Mapping {
  uint64_t begin, end, offset;
  const char* path;
};

// "begin-end perms offset device inode path"
bool parse_mapping(char* line, Mapping& mapping) {
  mapping.begin = parse_hex(line);
  if (*line++ != '-')
    return false;
  mapping.end = parse_hex(line);
  line = std::strchr(line + 1, ' ');
  if (line == nullptr)
    return false;
  mapping.offset = parse_hex(++line);
  mapping.path = std::strchr(line, '/');
  return mapping.path != nullptr;
}

constexpr size_t kLongestBuildId = 64;

// A module that is unloaded meanwhile is an error, not a crash.
class ModuleReader {
 public:
  // Writes the module that begins with this mapping and says what was written. False: no ELF file, or gone.
  bool write(const Mapping& first, paraudit_meta_module& meta) {
    Elf64_Ehdr header;
    if (!read(first.begin, &header, sizeof(header)) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
        header.e_ident[EI_CLASS] != ELFCLASS64)
      return false;
    meta.begin = first.begin;
    meta.ticks = now_ticks();
    uint8_t build_id[kLongestBuildId];
    if (!read_program_headers(first.begin, header, meta, build_id))
      return false;
    meta.path_size = static_cast<uint16_t>(strnlen(first.path, 4096));
    Piece pieces[] = {{&meta, sizeof(meta)}, {first.path, meta.path_size}, {build_id, meta.build_id_size}};
    recorder().log.append(PARAUDIT_META_MODULE, pieces, 3);
    return true;
  }

 private:
  bool read(uint64_t address, void* data, size_t size) const { return memory_.read(address, data, size); }

  // The mapping with file offset 0 holds the ELF header; its segment's address gives the load bias.
  bool read_program_headers(uint64_t begin, const Elf64_Ehdr& header, paraudit_meta_module& meta,
                            uint8_t* build_id) const {
    bool biased = false;
    for (int pass = 0; pass < 2; ++pass)
      for (int i = 0; i < header.e_phnum; ++i) {
        Elf64_Phdr segment;
        if (!read(begin + header.e_phoff + static_cast<uint64_t>(i) * sizeof(segment), &segment, sizeof(segment)))
          return false;
        if (pass == 0 && segment.p_type == PT_LOAD && segment.p_offset == 0 && !biased) {
          meta.bias = begin - segment.p_vaddr;
          biased = true;
        }
        if (pass == 1 && segment.p_type == PT_LOAD && meta.bias + segment.p_vaddr + segment.p_memsz > meta.end)
          meta.end = meta.bias + segment.p_vaddr + segment.p_memsz;
        if (pass == 1 && segment.p_type == PT_NOTE && meta.build_id_size == 0)
          meta.build_id_size = find_build_id(meta.bias + segment.p_vaddr, segment.p_memsz, build_id);
      }
    return biased;
  }

  uint16_t find_build_id(uint64_t address, uint64_t size, uint8_t* build_id) const {
    Elf64_Nhdr note;
    for (uint64_t at = 0; at + sizeof(note) <= size;) {
      if (!read(address + at, &note, sizeof(note)))
        return 0;
      uint64_t name = at + sizeof(note), payload = name + (note.n_namesz + 3) / 4 * 4;
      char owner[4] = {};
      if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && note.n_descsz <= kLongestBuildId &&
          read(address + name, owner, 4) && std::memcmp(owner, "GNU", 4) == 0 &&
          read(address + payload, build_id, note.n_descsz))
        return static_cast<uint16_t>(note.n_descsz);
      at = payload + (uint64_t{note.n_descsz} + 3) / 4 * 4;
    }
    return 0;
  }

  OwnMemory memory_;
};

// The modules written so far. Only the one thread that is scanning changes them; others look at the ranges.
struct KnownModule {
  std::atomic<uint64_t> begin, end; // end 0: unloaded
  uint32_t seen_in;                 // number of the last scan that saw it
};
constexpr uint32_t kMaxModules = 4096, kMaxScans = 10000;
constinit KnownModule known_modules[kMaxModules] = {}; // the recorder's constructor runs before other initialisers
std::atomic<uint32_t> known_count{0}, scans{0};
std::atomic<bool> scanning{false};

KnownModule* find_module(uint64_t address) {
  uint32_t count = known_count.load(std::memory_order_acquire);
  for (uint32_t i = 0; i < count; ++i)
    if (known_modules[i].begin.load(std::memory_order_relaxed) <= address &&
        address < known_modules[i].end.load(std::memory_order_relaxed))
      return &known_modules[i];
  return nullptr;
}

void remember(const paraudit_meta_module& meta, uint32_t scan) {
  uint32_t index = known_count.load(std::memory_order_relaxed);
  if (index == kMaxModules)
    return count_drop(Drop::kTables);
  known_modules[index].begin.store(meta.begin, std::memory_order_relaxed);
  known_modules[index].end.store(meta.end, std::memory_order_relaxed);
  known_modules[index].seen_in = scan;
  known_count.store(index + 1, std::memory_order_release);
}

void note_unloaded(uint32_t scan) {
  for (uint32_t i = 0; i < known_count.load(std::memory_order_relaxed); ++i) {
    KnownModule& module = known_modules[i];
    uint64_t end = module.end.load(std::memory_order_relaxed);
    if (module.seen_in == scan || end == 0)
      continue;
    module.end.store(0, std::memory_order_relaxed);
    recorder().log.append(PARAUDIT_META_MODULE_END, paraudit_meta_module_end{module.begin, end, now_ticks()});
  }
}

void scan_maps(uint32_t scan) {
  LineReader maps("/proc/self/maps");
  ModuleReader reader;
  Mapping mapping{};
  while (char* line = maps.next()) {
    if (!parse_mapping(line, mapping) || mapping.offset != 0)
      continue;
    paraudit_meta_module meta{};
    if (KnownModule* known = find_module(mapping.begin))
      known->seen_in = scan;
    else if (reader.write(mapping, meta))
      remember(meta, scan);
  }
}

} // namespace

void write_modules() {
  uint32_t scan = scans.fetch_add(1, std::memory_order_relaxed) + 1;
  if (scan > kMaxScans || scanning.exchange(true, std::memory_order_acquire))
    return; // another thread is at it, or addresses outside all modules keep coming
  scan_maps(scan);
  note_unloaded(scan);
  scanning.store(false, std::memory_order_release);
}

void forget_modules() {
  known_count.store(0, std::memory_order_relaxed);
  scanning.store(false, std::memory_order_relaxed);
}

void note_module_of(uint64_t address) {
  if (find_module(address) == nullptr)
    write_modules();
}

} // namespace paraudit::trace
