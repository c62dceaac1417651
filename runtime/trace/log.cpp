#include "runtime/trace/log.h"

#include "runtime/platform/system.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"

#include <cerrno>
#include <cstring>

namespace paraudit::trace {
namespace {

constexpr uint64_t kMark = 0xA5u << 16;
constexpr uint64_t kPart = 256 * 1024; // bytes that get their blocks at once

} // namespace

int Log::create(const char* path, uint64_t log_bytes) {
  uint64_t bytes = PARAUDIT_PAGE + log_bytes;
  allocated_ = log_bytes < kPart ? log_bytes : kPart;
  int fd = platform::create_file(path, bytes, PARAUDIT_PAGE + allocated_);
  if (fd < 0)
    return fd;
  void* memory = platform::map_file(fd, bytes);
  platform::close_file(fd);
  if (memory == nullptr)
    return -ENOMEM;
  header_ = static_cast<paraudit_process_header*>(memory);
  header_->version_major = PARAUDIT_TRACE_VERSION_MAJOR;
  header_->version_minor = PARAUDIT_TRACE_VERSION_MINOR;
  header_->header_size = sizeof(*header_);
  header_->log_offset = PARAUDIT_PAGE;
  header_->log_capacity = log_bytes;
  // A reader that sees the magic number sees the rest.
  __atomic_store_n(&header_->magic, PARAUDIT_PROCESS_MAGIC, __ATOMIC_RELEASE);
  return 0;
}

void Log::unmap() {
  platform::unmap(header_, PARAUDIT_PAGE + header_->log_capacity);
}

// Whether the log can be written up to there: a page without a block on a full disk kills who writes to it. Where the
// file cannot be opened any more (another root, no descriptors), or where no system call may be made, the disk is taken
// to have room.
bool Log::has_blocks(uint64_t end) {
  uint64_t allocated = __atomic_load_n(&allocated_, __ATOMIC_RELAXED);
  if (end <= allocated)
    return true;
  Path path;
  int fd = platform::open_file(path.append(recorder().directory).append("/process").text(), O_RDWR);
  if (fd < 0)
    return true;
  uint64_t wanted = (end + kPart - 1) / kPart * kPart;
  wanted = wanted < header_->log_capacity ? wanted : header_->log_capacity;
  long result = platform::allocate_blocks(fd, header_->log_offset + allocated, wanted - allocated);
  platform::close_file(fd);
  if (result < 0)
    return false;
  while (allocated < wanted &&
         !__atomic_compare_exchange_n(&allocated_, &allocated, wanted, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
  return true;
}

uint8_t* Log::reserve(uint64_t bytes, uint64_t& offset) {
  offset = __atomic_fetch_add(&header_->log_reserved, bytes, __ATOMIC_RELAXED);
  if (offset + bytes <= header_->log_capacity && has_blocks(offset + bytes))
    return reinterpret_cast<uint8_t*>(header_) + header_->log_offset + offset;
  __atomic_fetch_add(&header_->log_dropped, 1, __ATOMIC_RELAXED);
  return nullptr;
}

// A copy that for_each may look into while it is made, for it skips through unfinished records word by word.
static void store_relaxed(uint8_t* to, const uint8_t* from, size_t size) {
  for (; size >= sizeof(uint64_t) && reinterpret_cast<uintptr_t>(to) % sizeof(uint64_t) == 0;
       size -= sizeof(uint64_t)) {
    uint64_t word;
    std::memcpy(&word, from, sizeof(word));
    __atomic_store_n(reinterpret_cast<uint64_t*>(to), word, __ATOMIC_RELAXED);
    to += sizeof(word);
    from += sizeof(word);
  }
  for (; size > 0; --size)
    __atomic_store_n(to++, *from++, __ATOMIC_RELAXED);
}

const paraudit_meta_head* Log::append(uint32_t kind, const Piece* pieces, int count) {
  uint64_t size = 0, offset = 0;
  for (int i = 0; i < count; ++i)
    size += pieces[i].size;
  uint8_t* place = reserve(sizeof(paraudit_meta_head) + (size + 7) / 8 * 8, offset);
  if (place == nullptr)
    return nullptr;
  auto* head = reinterpret_cast<paraudit_meta_head*>(place);
  place += sizeof(*head);
  for (int i = 0; i < count; ++i) {
    store_relaxed(place, static_cast<const uint8_t*>(pieces[i].data), pieces[i].size);
    place += pieces[i].size;
  }
  uint64_t word = kind | kMark | size << 32;
  __atomic_store_n(&head->check, paraudit_meta_check(word, offset), __ATOMIC_RELAXED);
  __atomic_store_n(&head->kind_and_size, word, __ATOMIC_RELEASE);
  return head;
}

void Log::append_copy(const paraudit_meta_head* head) {
  Piece piece{head + 1, head->kind_and_size >> 32};
  append(static_cast<uint32_t>(head->kind_and_size & 0xffff), &piece, 1);
}

} // namespace paraudit::trace
