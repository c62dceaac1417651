#include "reports/reader/thread_file.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "reports/reader/packed_file.h"

namespace paraudit::reports {
namespace {

constexpr std::uint64_t kMaxCounters = 1u << 16; // a record names its slot in 16 bits
constexpr std::uint64_t kMaxRecords = std::uint64_t{1} << 32;
constexpr std::uint64_t kMaxTorn = 64; // a kill tears one record, and one more for each signal handler it interrupts

void check_version(const MappedFile& file, const paraudit_thread_header& header) {
  if (header.magic != PARAUDIT_THREAD_MAGIC)
    throw InputError(file.path(), 0, "not a paraudit thread trace (bad magic)");
  if (header.version_major != PARAUDIT_TRACE_VERSION_MAJOR)
    throw InputError(file.path(), offsetof(paraudit_thread_header, version_major),
                     "trace version " + std::to_string(header.version_major) + "." +
                         std::to_string(header.version_minor) + ", this program reads version " +
                         std::to_string(PARAUDIT_TRACE_VERSION_MAJOR) +
                         ".x: use the paraudit that belongs to the recorder");
}

void check_table(const MappedFile& file, std::uint64_t offset, std::uint64_t capacity, std::uint64_t item,
                 std::uint64_t limit, const char* what) {
  if (capacity > limit || (capacity != 0 && !std::has_single_bit(capacity)))
    throw InputError(file.path(), std::string(what) + " capacity " + std::to_string(capacity) +
                                      " is no power of two up to " + std::to_string(limit) + ": the header is damaged");
  file.check_range(offset, capacity * item, what);
}

} // namespace

constexpr ThreadTrace::Traits ThreadTrace::traits_of(std::uint64_t generation) {
  Traits traits{};
#define PARAUDIT_RECORD(NAME, value, payload, doc)                                                                     \
  for (std::uint64_t bit : {0, 1})                                                                                     \
    traits[value | bit << 8] =                                                                                         \
        kKnown | (bit == generation ? kWhole : 0) | (std::string_view(#payload) == "SPAN" ? kSpan : 0);
#include "runtime/abi/record_kinds.def"
  return traits;
}

constexpr ThreadTrace::Traits ThreadTrace::kTraits[2] = {traits_of(0), traits_of(1)};

std::optional<ThreadTrace> ThreadTrace::read(const std::string& path) {
  MappedFile file(path);
  if (file.size() == 0)
    return std::nullopt;
  if (is_packed(file))
    file = unpack(file);
  if (file.load<std::uint64_t>(0, "thread header") == 0)
    return std::nullopt;
  auto header = file.load<paraudit_thread_header>(0, "thread header");
  check_version(file, header);
  return ThreadTrace(std::move(file), header);
}

ThreadTrace::ThreadTrace(MappedFile file, const paraudit_thread_header& header)
    : file_(std::make_shared<const MappedFile>(std::move(file))), header_(header) {
  constexpr std::size_t kWithoutOpening = offsetof(paraudit_thread_header, opening_ticks); // before version 1.4
  if (header_.header_size < kWithoutOpening)
    throw InputError(file_->path(), offsetof(paraudit_thread_header, header_size), "header size is too small");
  if (header_.header_size < sizeof header_)
    header_.opening_ticks = 0;
  check_table(*file_, header_.counters_offset, header_.counters_capacity, sizeof(paraudit_counter), kMaxCounters,
              "counter table");
  check_table(*file_, header_.ring_offset, header_.ring_capacity, sizeof(paraudit_record), kMaxRecords, "record ring");
  ring_ = file_->bytes().data() + header_.ring_offset;
  read_counters();
  find_ring_range();
  check_records();
}

void ThreadTrace::read_counters() {
  slot_to_counter_.assign(header_.counters_capacity, -1);
  for (std::uint64_t slot = 0; slot < header_.counters_capacity; ++slot) {
    std::uint64_t offset = header_.counters_offset + slot * sizeof(paraudit_counter);
    auto counter = file_->load<paraudit_counter>(offset, "counter");
    if (counter.key == 0)
      continue;
    if (counter.mode > (PARAUDIT_SHARED | PARAUDIT_TRY))
      throw InputError(file_->path(), offset,
                       "counter has an unknown mode " + std::to_string(counter.mode) +
                           ": the file is damaged; record again");
    slot_to_counter_[slot] = static_cast<std::int32_t>(counters_.size());
    counters_.push_back(counter);
  }
}

const paraudit_counter* ThreadTrace::counter_of_slot(std::uint16_t slot) const {
  if (slot >= slot_to_counter_.size() || slot_to_counter_[slot] < 0)
    return nullptr;
  return &counters_[static_cast<std::size_t>(slot_to_counter_[slot])];
}

// The head is a hint that may lag behind by what was written just before a kill: follow the generation bits from there.
void ThreadTrace::find_ring_range() {
  std::uint64_t capacity = header_.ring_capacity;
  if (capacity == 0)
    return;
  last_ = header_.ring_head;
  for (std::uint64_t step = 0; step < capacity && is_written(record_at(last_), last_); ++step)
    ++last_;
  // In a ring that has wrapped, the oldest record's slot is the next to be written: its second half may be newer
  // already.
  first_ = last_ > capacity ? last_ - capacity + 1 : 0;
}

void ThreadTrace::check_records() {
  for_each_raw([&](const paraudit_record& raw, std::uint64_t index, const Traits& traits) {
    std::uint8_t trait = traits[raw.word0 & kTraitBits];
    bool span_fits = (trait & kSpan) == 0 || (raw.word1 & 0xffff) < header_.counters_capacity;
    if ((trait & kWhole) == 0 || !span_fits) [[unlikely]]
      judge_odd_record(raw, index);
  });
  if (torn_ > kMaxTorn)
    throw InputError(file_->path(), offsetof(paraudit_thread_header, ring_head),
                     std::to_string(torn_) +
                         " records before the ring's head were never written: the header or the ring "
                         "is damaged; record again");
}

void ThreadTrace::judge_odd_record(const paraudit_record& raw, std::uint64_t index) {
  std::uint64_t offset = header_.ring_offset + (index & (header_.ring_capacity - 1)) * sizeof raw;
  if (!is_written(raw, index)) {
    ++torn_;
  } else if (is_known(raw)) {
    throw InputError(file_->path(), offset,
                     "record names counter slot " + std::to_string(raw.word1 & 0xffff) + ", the table has " +
                         std::to_string(header_.counters_capacity) + ": the file is damaged; record again");
  } else if (header_.version_minor <= PARAUDIT_TRACE_VERSION_MINOR) {
    throw InputError(file_->path(), offset,
                     "record of unknown kind " + std::to_string(raw.word0 & 0xff) +
                         ": the file is damaged; record again");
  } else {
    ++unknown_;
  }
}

} // namespace paraudit::reports
