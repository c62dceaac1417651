// The file `process`: its header page and the log of variable-length records.
//
// Thread-safety: append from any thread and from signal handlers, without a lock: room is reserved by one atomic add.
// A record that finds no room is counted in the header. Cost: about 100 ns plus first touch of a page; the file gets
// its disk blocks in parts, for most processes of a build need few and end by _exit(), where nobody gives back the
// rest. The layout is runtime/abi/trace_format.h's.
#ifndef PARAUDIT_RUNTIME_TRACE_LOG_H
#define PARAUDIT_RUNTIME_TRACE_LOG_H

#include "runtime/abi/trace_format.h"

#include <cstddef>
#include <cstdint>

namespace paraudit::trace {

struct Piece {
  const void* data;
  size_t size;
};

class Log {
 public:
  // Creates the file, its first blocks allocated. Returns 0 or a negative errno.
  int create(const char* path, uint64_t log_bytes);

  // The record, which stays where it is; null when there was no room.
  const paraudit_meta_head* append(uint32_t kind, const Piece* pieces, int count);
  template <class Payload> const paraudit_meta_head* append(uint32_t kind, const Payload& payload) {
    Piece piece{&payload, sizeof(payload)};
    return append(kind, &piece, 1);
  }

  // Calls visit(kind, head, bytes of head and payload) for each complete record.
  template <class Visit> void for_each(Visit&& visit) const;
  // Copies another log's record.
  void append_copy(const paraudit_meta_head* head);

  paraudit_process_header& header() const { return *header_; }
  void unmap();

 private:
  uint8_t* reserve(uint64_t bytes, uint64_t& offset);
  bool has_blocks(uint64_t end);

  paraudit_process_header* header_ = nullptr;
  uint64_t allocated_ = 0; // bytes of the log that have blocks; any thread
};

template <class Visit> void Log::for_each(Visit&& visit) const {
  const uint8_t* base = reinterpret_cast<const uint8_t*>(header_) + header_->log_offset;
  // Other threads reserve meanwhile; what they have not finished fails its check.
  uint64_t reserved = __atomic_load_n(&header_->log_reserved, __ATOMIC_ACQUIRE);
  uint64_t end = reserved < header_->log_capacity ? reserved : header_->log_capacity;
  for (uint64_t at = 0; at + sizeof(paraudit_meta_head) <= end;) {
    auto* head = reinterpret_cast<const paraudit_meta_head*>(base + at);
    uint64_t word = __atomic_load_n(&head->kind_and_size, __ATOMIC_ACQUIRE);
    uint64_t size = sizeof(*head) + ((word >> 32) + 7) / 8 * 8;
    if (word == 0 || __atomic_load_n(&head->check, __ATOMIC_RELAXED) != paraudit_meta_check(word, at) ||
        at + size > end) {
      at += 8;
      continue;
    }
    visit(static_cast<uint32_t>(word & 0xffff), head);
    at += size;
  }
}

} // namespace paraudit::trace
#endif
