// The beginning and end of a thread's recording.

#include "runtime/trace/thread_state.h"

#include "runtime/platform/system.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"

#include <cerrno>
#include <cstring>
#include <sys/prctl.h>

namespace paraudit::trace {
namespace {

// Where a thread that is not recorded points: its key matches nothing, its stack is empty.
constinit paraudit_counter no_counters[2] = {};
constinit paraudit_held no_held[2] = {};
constinit const uint64_t no_chains[2] = {};

uint64_t power_of_two_from(uint64_t least) {
  uint64_t value = 1;
  while (value < least)
    value *= 2;
  return value;
}

struct Layout {
  uint64_t counters, ring_offset, ring_records, bytes, allocated, allocated_records;
};

Layout layout() {
  const Options& options = recorder().options;
  constexpr uint64_t kFirstPart = 65536; // records of a timeline that exist from the start
  Layout result{};
  result.counters = power_of_two_from(options.counters);
  uint64_t end = PARAUDIT_PAGE + result.counters * sizeof(paraudit_counter);
  result.ring_offset = (end + PARAUDIT_PAGE - 1) / PARAUDIT_PAGE * PARAUDIT_PAGE;
  result.ring_records = power_of_two_from(timeline() ? options.timeline_records : options.ring_records);
  result.allocated_records = timeline() && result.ring_records > kFirstPart ? kFirstPart : result.ring_records;
  result.bytes = result.ring_offset + result.ring_records * sizeof(paraudit_record);
  result.allocated = result.ring_offset + result.allocated_records * sizeof(paraudit_record);
  return result;
}

void fill_header(paraudit_thread_header& header, const Layout& parts, uint32_t index, uint64_t began) {
  header.version_major = PARAUDIT_TRACE_VERSION_MAJOR;
  header.version_minor = PARAUDIT_TRACE_VERSION_MINOR;
  header.header_size = sizeof(header);
  header.index = index;
  header.os_tid = platform::thread_id();
  header.counters_offset = PARAUDIT_PAGE;
  header.counters_capacity = parts.counters;
  header.ring_offset = parts.ring_offset;
  header.ring_capacity = parts.ring_records;
  header.start_ticks = now_ticks();
  header.opening_ticks = header.start_ticks - began;
  __atomic_store_n(&header.magic, PARAUDIT_THREAD_MAGIC, __ATOMIC_RELEASE);
}

// Creates the thread's file and maps it, at `where` if that is not null. It gets its name when its header is complete:
// a kill in between leaves no half file for the reader.
bool open_file(ThreadState& state, void* where) {
  uint64_t began = now_ticks();
  Layout parts = layout();
  Path path(recorder().directory, "new-", state.index), name(recorder().directory, "thread-", state.index);
  int fd = platform::create_file(path.text(), parts.bytes, parts.allocated);
  void* memory = fd < 0 ? nullptr : platform::map_file(fd, parts.bytes, where);
  if (fd >= 0)
    platform::close_file(fd);
  if (memory == nullptr) {
    complain_once("a thread is not recorded: ", path.text(), fd < 0 ? fd : -ENOMEM);
    return false;
  }
  auto* bytes = static_cast<uint8_t*>(memory);
  state.file = static_cast<paraudit_thread_header*>(memory);
  state.file_bytes = parts.bytes;
  state.counters = reinterpret_cast<paraudit_counter*>(bytes + PARAUDIT_PAGE);
  state.ring = reinterpret_cast<paraudit_record*>(bytes + parts.ring_offset);
  state.ring_allocated = parts.allocated_records;
  state.ring_ready = paraudit_fast.timed_records = 0;
  fill_header(*state.file, parts, state.index, began);
  platform::rename_file(path.text(), name.text());
  return true;
}

void publish_fast(ThreadState& state) {
  paraudit_fast.counters = state.counters;
  paraudit_fast.bottom = paraudit_fast.top = state.held;
  paraudit_fast.limit = state.held + ThreadState::kMaxHeld;
  state.chains.publish(paraudit_fast);
  paraudit_fast.ring = state.ring;
  paraudit_fast.ring_head = &state.file->ring_head;
  paraudit_fast.ring_capacity = state.file->ring_capacity;
  paraudit_fast.shift = static_cast<uint32_t>(64 - __builtin_ctzll(state.file->counters_capacity));
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  set_countdown(state); // from here on the inline path may use it all
}

// Gives back the blocks of a ring that was never filled.
void trim_file(const ThreadState& state) {
  uint64_t end = state.file->ring_offset + state.file->ring_head * sizeof(paraudit_record);
  end = (end + PARAUDIT_PAGE - 1) / PARAUDIT_PAGE * PARAUDIT_PAGE;
  if (state.file->ring_head >= state.ring_allocated || end >= state.file_bytes)
    return;
  Path path(recorder().directory, "thread-", state.index);
  int fd = platform::open_file(path.text(), O_RDWR);
  if (fd < 0)
    return;
  platform::release_blocks(fd, end, state.file_bytes - end);
  platform::close_file(fd);
}

} // namespace

extern "C" __thread struct paraudit_fast_state paraudit_fast = {
    no_counters, &no_held[1], &no_held[1], &no_held[1], no_chains, 63, 63, 0, 0, 0, nullptr, nullptr, nullptr, 0, 0, 0};

void reset_fast() {
  paraudit_fast.countdown = 0; // first: nothing else is used while it is 0
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint32_t inside = paraudit_fast.inside;
  paraudit_fast = {no_counters, &no_held[1], &no_held[1], &no_held[1], no_chains, 63, 63, 0,
                   inside,      0,           nullptr,     nullptr,     nullptr,   0,  0,  0};
}

void write_thread_meta(const ThreadState& state, const char* name, uint64_t end_ticks) {
  char own_name[17] = {};
  if (name == nullptr) {
    platform::system_call(SYS_prctl, PR_GET_NAME, own_name);
    name = own_name;
  }
  paraudit_meta_thread meta{};
  meta.index = state.index;
  meta.os_tid = state.file->os_tid;
  meta.parent_index = state.parent_index;
  meta.name_size = static_cast<uint32_t>(strnlen(name, 256));
  meta.start_ticks = state.file->start_ticks;
  meta.end_ticks = end_ticks;
  Piece pieces[] = {{&meta, sizeof(meta)}, {name, meta.name_size}};
  recorder().log.append(PARAUDIT_META_THREAD, pieces, 2);
}

ThreadState* attach_thread() {
  Recorder& all = recorder();
  uint32_t index = all.next_thread.fetch_add(1, std::memory_order_relaxed);
  auto* state =
      index > all.options.max_threads ? nullptr : static_cast<ThreadState*>(platform::map_memory(sizeof(ThreadState)));
  if (state == nullptr && index > all.options.max_threads)
    complain_once("a thread is not recorded: ", "more than PARAUDIT_MAX_THREADS were started", 0);
  else if (state == nullptr)
    complain_once("a thread is not recorded: ", "what the recorder keeps for it", -ENOMEM);
  bool usable = false;
  if (state != nullptr) {
    state->index = index;
    state->random = paraudit_mix(now_ticks() + index) | 1;
    state->fast = &paraudit_fast;
    state->pthread = static_cast<uint64_t>(pthread_self());
    usable = state->chains.create() && open_file(*state, nullptr);
  }
  if (!usable) {
    if (state != nullptr)
      platform::unmap(state, sizeof(ThreadState));
    __atomic_fetch_add(&all.log.header().threads_dropped, 1, __ATOMIC_RELAXED);
    return nullptr;
  }
  __atomic_fetch_add(&all.log.header().thread_count, 1, __ATOMIC_RELAXED);
  write_thread_meta(*state, nullptr, 0);
  publish_fast(*state);
  pthread_setspecific(all.thread_key, state);
  all.states[index].store(state, std::memory_order_release);
  return state;
}

void detach_thread(ThreadState& state) {
  recorder().states[state.index].store(nullptr, std::memory_order_release);
  reset_fast();
  state.file->end_ticks = now_ticks();
  write_thread_meta(state, nullptr, state.file->end_ticks);
  trim_file(state);
  platform::unmap(state.file, state.file_bytes);
  state.chains.destroy();
  platform::unmap(&state, sizeof(state));
}

// The held stack points into the mapped counters: the child's file replaces the parent's at the same address, with the
// same slots and no counts.
bool reopen_thread(ThreadState& state) {
  paraudit_counter* counters = state.counters;
  uint64_t count = state.file->counters_capacity, bytes = count * sizeof(paraudit_counter);
  auto* copy = static_cast<paraudit_counter*>(platform::map_memory(bytes));
  if (copy == nullptr)
    return false;
  for (uint64_t i = 0; i < count; ++i) {
    copy[i].key = counters[i].key;
    copy[i].site = counters[i].site;
    copy[i].class_id = counters[i].class_id;
    copy[i].mode = counters[i].mode;
  }
  state.index = recorder().next_thread.fetch_add(1, std::memory_order_relaxed);
  state.parent_index = 0;
  state.ring_stopped = false;
  bool opened = open_file(state, state.file);
  if (opened) {
    recorder().states[state.index].store(&state, std::memory_order_release);
    std::memcpy(state.counters, copy, bytes);
    __atomic_fetch_add(&recorder().log.header().thread_count, 1, __ATOMIC_RELAXED);
    write_thread_meta(state, nullptr, 0);
  }
  platform::unmap(copy, bytes);
  return opened;
}

// A geometrically distributed number of acquisitions, so that each has the same chance whatever came before:
// ceil(ln(u) / ln(1 - 1/period)), with log2 of the mantissa by a quadratic (error below 1 %).
void set_countdown(ThreadState& state) {
  if (timeline() || recorder().options.sample_period == 1) {
    paraudit_fast.countdown = 1;
    return;
  }
  state.random ^= state.random << 13; // xorshift64 (Marsaglia 2003)
  state.random ^= state.random >> 7;
  state.random ^= state.random << 17;
  double u = static_cast<double>(state.random >> 11 | 1) * 0x1p-53;
  uint64_t bits;
  std::memcpy(&bits, &u, sizeof(bits));
  double exponent = static_cast<double>(static_cast<int64_t>(bits >> 52) - 1023);
  bits = (bits & 0xfffffffffffffull) | 0x3ff0000000000000ull;
  double mantissa;
  std::memcpy(&mantissa, &bits, sizeof(mantissa));
  double log2 = exponent + (-0.33582878 * mantissa + 2.0) * mantissa - 1.65871022;
  double nats = log2 * -0.69314718;
  double period = static_cast<double>(recorder().options.sample_period);
  double steps = nats * (period - 0.5); // -1 / ln(1 - 1/p) = p - 1/2 - O(1/p)
  paraudit_fast.countdown = steps >= 4e9 ? 4000000000u : static_cast<uint32_t>(steps) + 1;
}

} // namespace paraudit::trace
