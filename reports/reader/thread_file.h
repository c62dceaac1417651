// One thread's file: the counter table and the ring of 16-byte records.
//
// Thread-safety: immutable once read. Cost: reading validates headers and counters; `for_each_record` decodes straight
// from the mapping (no copy). Errors: InputError with the file's offset for what cannot be (bad magic, bounds, a record
// that names no counter). A torn tail, left by SIGKILL, is counted instead.
#ifndef PARAUDIT_REPORTS_READER_THREAD_FILE_H
#define PARAUDIT_REPORTS_READER_THREAD_FILE_H

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reports/reader/mapped_file.h"
#include "runtime/abi/trace_format.h"

namespace paraudit::reports {

// A ring record, decoded. For SPAN kinds slot, instance and duration hold; for the others `word` is the payload.
struct RingRecord {
  std::uint8_t kind = 0;
  std::uint16_t flags = 0;
  std::uint64_t ticks = 0; // unwrapped: the end of the span
  std::uint16_t slot = 0;
  std::uint32_t instance = 0;
  std::uint64_t duration = 0; // ticks
  std::uint64_t word = 0;
};

// Some of a thread's counter slots; whatever 16 bits a damaged record has for a slot may be asked for.
class SlotSet {
 public:
  void add(std::uint16_t slot) { has_[slot] = 1; }
  std::uint8_t has(std::uint64_t slot) const { return has_[slot & 0xffff]; }

 private:
  std::vector<std::uint8_t> has_ = std::vector<std::uint8_t>(1u << 16);
};

class ThreadTrace {
 public:
  // Empty when the process died before it wrote the header (the file is empty or its magic is still zero).
  static std::optional<ThreadTrace> read(const std::string& path);

  std::uint32_t index() const { return header_.index; }
  const paraudit_thread_header& header() const { return header_; }
  const std::vector<paraudit_counter>& counters() const { return counters_; }
  // The counter that a record's slot names; nullptr for a slot that was never used.
  const paraudit_counter* counter_of_slot(std::uint16_t slot) const;
  std::uint64_t bytes() const { return file_->size(); }
  std::uint64_t record_count() const { return last_ - first_; }
  std::uint64_t torn_records() const { return torn_; }
  std::uint64_t unknown_records() const { return unknown_; }

  // Calls visit(const RingRecord&) for each whole record, oldest first.
  template <class Visit> void for_each_record(Visit visit) const {
    std::uint64_t clock = header_.start_ticks;
    for_each_raw([&](const paraudit_record& raw, std::uint64_t, const Traits& traits) {
      if ((traits[raw.word0 & kTraitBits] & kWhole) == 0) [[unlikely]]
        return;
      clock = unwrap(clock, raw.word0 >> 16);
      visit(decode(raw, clock));
    });
  }
  // The same for the records of some SPAN kinds (a bit each) whose slot is wanted. These come irregularly: they are
  // picked without a branch that would be mispredicted.
  template <class Visit> void for_each_record_of(std::uint64_t kinds, const SlotSet& wanted, Visit visit) const {
    auto is_wanted = [&](const paraudit_record& raw) -> std::uint64_t {
      return (kinds >> (raw.word0 & 63)) & wanted.has(raw.word1 & 0xffff);
    };
    std::uint64_t clock = header_.start_ticks;
    std::array<paraudit_record, kBlock> picked;
    for_each_block([&](const std::byte* at, std::size_t size, std::uint64_t, const Traits& traits) {
      std::uint64_t far = 0, count = 0; // far: bits in which some time differs from the clock
      for (std::size_t i = 0; i < size; ++i) {
        paraudit_record raw = load(at, i);
        far |= (traits[raw.word0 & kTraitBits] & kWhole) != 0 ? raw.word0 ^ clock << 16 : ~std::uint64_t{0};
        picked[count] = raw;
        count += is_wanted(raw);
      }
      // Times that differ in their low 46 bits at most need not be unwrapped one after another.
      if (far >> 62 == 0) [[likely]] {
        std::uint64_t high = clock >> 46 << 46;
        for (std::size_t i = 0; i < count; ++i)
          visit(decode(picked[i], high | (picked[i].word0 >> 16 & kLow46)));
        clock = high | (load(at, size - 1).word0 >> 16 & kLow46);
        return;
      }
      for (std::size_t i = 0; i < size; ++i) {
        paraudit_record raw = load(at, i);
        if ((traits[raw.word0 & kTraitBits] & kWhole) == 0)
          continue;
        clock = unwrap(clock, raw.word0 >> 16);
        if (is_wanted(raw))
          visit(decode(raw, clock));
      }
    });
  }
  // All of them, newest first. `near` is a time less than 2^47 ticks from the newest record: the end of the process.
  template <class Visit> void for_each_record_backward(std::uint64_t near, Visit visit) const {
    std::uint64_t clock = near;
    for (std::uint64_t index = last_; index > first_; --index) {
      paraudit_record raw = record_at(index - 1);
      if (!is_written(raw, index - 1) || !is_known(raw)) [[unlikely]]
        continue;
      clock = unwrap(clock, raw.word0 >> 16);
      visit(decode(raw, clock));
    }
  }

 private:
  ThreadTrace(MappedFile file, const paraudit_thread_header& header);
  void read_counters();
  void find_ring_range();
  void check_records();
  void judge_odd_record(const paraudit_record& raw, std::uint64_t index);
  paraudit_record record_at(std::uint64_t index) const {
    paraudit_record raw;
    std::memcpy(&raw, ring_ + (index & (header_.ring_capacity - 1)) * sizeof raw, sizeof raw);
    return raw;
  }
  bool is_written(const paraudit_record& raw, std::uint64_t index) const {
    std::uint64_t generation = (index & header_.ring_capacity) == 0; // the capacity is a power of two
    return (raw.word0 >> 8 & 1u) == generation && raw.word0 != 0;
  }
  // What a record's kind and generation, the low bits of its first word, say about it where a generation is expected.
  static constexpr std::uint64_t kTraitBits = 0x1ff;
  enum Trait : std::uint8_t { kKnown = 1, kWhole = 2 /* known, and written */, kSpan = 4 };
  using Traits = std::array<std::uint8_t, kTraitBits + 1>;
  static const Traits kTraits[2]; // by the expected generation
  static constexpr Traits traits_of(std::uint64_t generation);
  static bool is_known(const paraudit_record& raw) { return (kTraits[0][raw.word0 & kTraitBits] & kKnown) != 0; }
  static constexpr std::size_t kBlock = 128; // records
  // Calls visit(at, size, index, traits) for stretches of at most kBlock slots that may hold a record, oldest first:
  // the first is at `at`, with the number `index`.
  template <class Visit> void for_each_block(Visit visit) const {
    std::uint64_t mask = header_.ring_capacity - 1;
    for (std::uint64_t index = first_; index < last_;) {
      std::uint64_t to_lap_end = header_.ring_capacity - (index & mask);
      std::size_t size = std::min({last_ - index, to_lap_end, std::uint64_t{kBlock}});
      const Traits& traits = kTraits[(index & header_.ring_capacity) == 0];
      visit(ring_ + (index & mask) * sizeof(paraudit_record), size, index, traits);
      index += size;
    }
  }
  // The record with this number of a block. It comes with what is read soon: the hardware's prefetching ends with the
  // page.
  static paraudit_record load(const std::byte* block, std::size_t number) {
    constexpr std::size_t kAhead = 2048;
    paraudit_record raw;
    block += number * sizeof raw;
    __builtin_prefetch(block + kAhead);
    std::memcpy(&raw, block, sizeof raw);
    return raw;
  }
  // Calls visit(record, index, traits) for each slot of the ring that may hold a record, oldest first.
  template <class Visit> void for_each_raw(Visit visit) const {
    for_each_block([&](const std::byte* at, std::size_t size, std::uint64_t index, const Traits& traits) {
      for (std::size_t i = 0; i < size; ++i)
        visit(load(at, i), index + i, traits);
    });
  }
  static constexpr std::uint64_t kLow46 = (std::uint64_t{1} << 46) - 1;
  // Ticks near the record before, from their low 48 bits; never below 0.
  static std::uint64_t unwrap(std::uint64_t previous, std::uint64_t low48) {
    std::int64_t step = static_cast<std::int64_t>((low48 - previous) << 16) >> 16;
    std::uint64_t ticks = previous + static_cast<std::uint64_t>(step);
    return step < 0 && ticks > previous ? 0 : ticks;
  }
  static RingRecord decode(const paraudit_record& raw, std::uint64_t ticks) {
    RingRecord record;
    record.kind = static_cast<std::uint8_t>(raw.word0 & 0xff);
    record.flags = static_cast<std::uint16_t>(raw.word0 & 0xfe00);
    record.ticks = ticks;
    record.word = raw.word1;
    record.slot = static_cast<std::uint16_t>(raw.word1 & 0xffff);
    record.instance = static_cast<std::uint32_t>(raw.word1 >> 16 & 0xffffff);
    record.duration = paraudit_duration_unpack(static_cast<std::uint32_t>(raw.word1 >> 40));
    return record;
  }

  std::shared_ptr<const MappedFile> file_;
  paraudit_thread_header header_{};
  const std::byte* ring_ = nullptr;           // in the mapping
  std::vector<paraudit_counter> counters_;    // used slots, in slot order
  std::vector<std::int32_t> slot_to_counter_; // -1: free
  std::uint64_t first_ = 0, last_ = 0;        // record indices since the start of the thread
  std::uint64_t torn_ = 0, unknown_ = 0;
};

} // namespace paraudit::reports

#endif
