#include "reports/reader/packed_file.h"

#include <algorithm>
#include <array>
#include <sys/mman.h>
#include <vector>
#include <zstd.h>

#include "runtime/abi/trace_format.h"

namespace paraudit::reports {
namespace {

constexpr std::uint64_t kRecord = sizeof(paraudit_record);
constexpr std::uint64_t kTickShift = 16;
constexpr std::uint64_t kMostTable = 8u << 20, kPackedBlock = PARAUDIT_PACKED_BLOCK;
constexpr int kLevel = 3;

[[noreturn]] void fail(const MappedFile& file, std::uint64_t offset, const std::string& what) {
  throw InputError(file.path(), offset, what + ": the file is damaged; record again");
}

// Plane by plane; word 0's ticks become the difference to the record before.
std::string to_planes(const paraudit_record* records, std::uint64_t count) {
  std::string planes(count * kRecord, '\0');
  std::uint64_t before = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::uint64_t ticks = records[i].word0 >> kTickShift;
    std::array<std::uint64_t, 2> words{((ticks - before) << kTickShift) | (records[i].word0 & 0xffff),
                                       records[i].word1};
    before = ticks;
    for (std::uint64_t byte = 0; byte < kRecord; ++byte)
      planes[byte * count + i] = static_cast<char>(words[byte / 8] >> (byte % 8 * 8) & 0xff);
  }
  return planes;
}

void from_planes(const std::byte* planes, std::uint64_t count, std::byte* to) {
  std::uint64_t ticks = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::array<std::uint64_t, 2> words{};
    for (std::uint64_t byte = 0; byte < kRecord; ++byte)
      words[byte / 8] |= std::to_integer<std::uint64_t>(planes[byte * count + i]) << (byte % 8 * 8);
    ticks += words[0] >> kTickShift;
    paraudit_record record{ticks << kTickShift | (words[0] & 0xffff), words[1]};
    std::memcpy(to + i * kRecord, &record, kRecord);
  }
}

void append_block(std::string& out, const char* bytes, std::size_t size) {
  std::string frame(ZSTD_compressBound(size), '\0');
  std::size_t used = ZSTD_compress(frame.data(), frame.size(), bytes, size, kLevel);
  if (ZSTD_isError(used))
    throw std::bad_alloc();
  auto length = static_cast<std::uint32_t>(used);
  out.append(reinterpret_cast<const char*>(&length), sizeof length);
  out.append(frame, 0, used);
}

// The blocks of a packed file, one after the other.
class Blocks {
 public:
  Blocks(const MappedFile& file, std::uint64_t offset) : file_(file), offset_(offset) {}

  void next(std::byte* to, std::uint64_t size) {
    auto length = file_.load<std::uint32_t>(offset_, "packed block");
    std::uint64_t begin = offset_ + sizeof length;
    file_.check_range(begin, length, "packed block");
    const std::byte* frame = file_.bytes().data() + begin;
    std::size_t got = ZSTD_decompress(to, size, frame, length);
    if (ZSTD_isError(got) || got != size)
      fail(file_, offset_, "packed block does not hold " + std::to_string(size) + " bytes");
    offset_ = begin + length;
  }
  std::uint64_t offset() const { return offset_; }

 private:
  const MappedFile& file_;
  std::uint64_t offset_;
};

paraudit_packed_header checked_header(const MappedFile& file) {
  auto header = file.load<paraudit_packed_header>(0, "packed header");
  if (header.version_major != PARAUDIT_TRACE_VERSION_MAJOR)
    throw InputError(file.path(), offsetof(paraudit_packed_header, version_major),
                     "packed trace of version " + std::to_string(header.version_major) +
                         ", this program reads version " + std::to_string(PARAUDIT_TRACE_VERSION_MAJOR) +
                         ": use the paraudit that packed it");
  if (header.header_size < sizeof header)
    fail(file, offsetof(paraudit_packed_header, header_size), "header size is too small");
  if (header.table_bytes > kMostTable || header.table_bytes > header.raw_bytes ||
      header.ring_offset > header.raw_bytes || header.ring_offset < header.table_bytes ||
      header.records > (header.raw_bytes - header.ring_offset) / kRecord)
    fail(file, offsetof(paraudit_packed_header, raw_bytes), "the parts do not fit into the whole");
  if (header.records > file.size() * 64 + 65536 || header.raw_bytes > std::uint64_t{1} << 37)
    fail(file, offsetof(paraudit_packed_header, records),
         std::to_string(header.records) + " records in " + std::to_string(file.size()) + " bytes");
  return header;
}

} // namespace

bool is_packed(const MappedFile& file) {
  return file.size() >= sizeof(std::uint64_t) && file.load<std::uint64_t>(0, "packed header") == PARAUDIT_PACKED_MAGIC;
}

MappedFile unpack(const MappedFile& packed) {
  paraudit_packed_header header = checked_header(packed);
  MappedFile raw(packed.path(), header.raw_bytes);
  std::byte* to = raw.writable();
  Blocks blocks(packed, header.header_size);
  blocks.next(to, header.table_bytes);
  std::vector<std::byte> planes(kPackedBlock * kRecord);
  for (std::uint64_t done = 0; done < header.records;) {
    std::uint64_t count = std::min<std::uint64_t>(header.records - done, kPackedBlock);
    blocks.next(planes.data(), count * kRecord);
    from_planes(planes.data(), count, to + header.ring_offset + done * kRecord);
    done += count;
  }
  if (blocks.offset() != packed.size())
    fail(packed, blocks.offset(), "more follows after the last block");
  return raw;
}

std::string pack(const MappedFile& raw) {
  auto thread = raw.load<paraudit_thread_header>(0, "thread header");
  const std::byte* bytes = raw.bytes().data();
  raw.check_range(thread.counters_offset, thread.counters_capacity * sizeof(paraudit_counter), "counter table");
  raw.check_range(thread.ring_offset, thread.ring_capacity * kRecord, "record ring");
  std::vector<paraudit_record> records(thread.ring_capacity);
  if (!records.empty())
    std::memcpy(records.data(), bytes + thread.ring_offset, records.size() * kRecord);
  while (!records.empty() && records.back().word0 == 0 && records.back().word1 == 0)
    records.pop_back();
  paraudit_packed_header header{};
  header.magic = PARAUDIT_PACKED_MAGIC;
  header.version_major = PARAUDIT_TRACE_VERSION_MAJOR;
  header.version_minor = PARAUDIT_TRACE_VERSION_MINOR;
  header.header_size = sizeof header;
  header.raw_bytes = raw.size();
  header.table_bytes = thread.counters_offset + thread.counters_capacity * sizeof(paraudit_counter);
  header.ring_offset = thread.ring_offset;
  header.records = records.size();
  std::string out(reinterpret_cast<const char*>(&header), sizeof header);
  append_block(out, reinterpret_cast<const char*>(bytes), header.table_bytes);
  for (std::uint64_t done = 0; done < records.size(); done += kPackedBlock) {
    std::uint64_t count = std::min<std::uint64_t>(records.size() - done, kPackedBlock);
    std::string planes = to_planes(records.data() + done, count);
    append_block(out, planes.data(), planes.size());
  }
  return out;
}

} // namespace paraudit::reports
