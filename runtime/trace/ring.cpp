// The ring of 16-byte records: overwritten in count mode, refused when full in timeline mode.

#include "runtime/platform/system.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

// Gives the next part of a timeline ring its disk blocks: as many again as there are.
bool grow_ring(ThreadState& state) {
  uint64_t records = state.ring_allocated;
  if (records + records > state.file->ring_capacity)
    records = state.file->ring_capacity - state.ring_allocated;
  if (records == 0 || state.ring_stopped)
    return false;
  Path path(recorder().directory, "thread-", state.index);
  int fd = platform::open_file(path.text(), O_RDWR);
  long result = fd;
  if (fd >= 0) {
    uint64_t offset = state.file->ring_offset + state.ring_allocated * sizeof(paraudit_record);
    result = platform::allocate_blocks(fd, offset, records * sizeof(paraudit_record));
    platform::close_file(fd);
  }
  if (result < 0) {
    state.ring_stopped = true;
    complain_once("a timeline stops growing: ", path.text(), result);
    return false;
  }
  state.ring_allocated += records;
  return true;
}

// Makes the next part of a timeline ready to be written: blocks on the disk, then pages in memory, many at once,
// because a page fault each 256 records costs more than the records.
bool prepare_ring(ThreadState& state) {
  constexpr uint64_t kPart = 16384;
  if (state.ring_ready == state.ring_allocated && !grow_ring(state))
    return false;
  uint64_t left = state.ring_allocated - state.ring_ready, part = left < kPart ? left : kPart;
  auto begin = reinterpret_cast<uintptr_t>(state.ring + state.ring_ready), end = begin + part * sizeof(paraudit_record);
  begin = begin / PARAUDIT_PAGE * PARAUDIT_PAGE;
#if defined(MADV_POPULATE_WRITE)
  platform::system_call(SYS_madvise, begin, end - begin, MADV_POPULATE_WRITE); // only a matter of speed
#endif
  state.ring_ready += part;
  if (recorder().use_tsc)
    paraudit_fast.timed_records = state.ring_ready;
  return true;
}

} // namespace

void write_record(ThreadState& state, uint32_t kind, uint32_t flags, uint64_t ticks, uint64_t payload) {
  paraudit_thread_header& file = *state.file;
  uint64_t index = file.ring_head, capacity = file.ring_capacity;
  paraudit_record& record = state.ring[index & (capacity - 1)];
  if (index >= state.ring_ready && timeline()) {
    if (!prepare_ring(state)) {
      ++file.ring_dropped;
      return;
    }
  } else if (index >= capacity) {
    ++file.ring_dropped; // the oldest goes; a kill in between must not leave its head with our payload
    __atomic_store_n(&record.word0, 0, __ATOMIC_RELAXED);
  }
  paraudit_put_record(state.ring, &file.ring_head, capacity, index, kind, flags, ticks, payload);
}

bool slot_of(const ThreadState& state, const paraudit_counter* counter, uint32_t& slot) {
  if (counter == &state.overflow)
    return false;
  slot = static_cast<uint32_t>(counter - state.counters);
  return true;
}

} // namespace paraudit::trace
