#include "reports/reader/packed_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>

#include "reports/reader/test_directory.h"
#include "reports/reader/thread_file.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::HasSubstr;

// A timeline of `count` holds of two locks, microseconds apart, with some jitter.
ThreadWriter timeline(std::uint64_t count, std::uint64_t capacity) {
  ThreadWriter writer(1, 1000, capacity);
  std::mt19937 random(3);
  std::uint32_t slots[] = {writer.slot(1, 1), writer.slot(2, 2)};
  std::uint64_t ticks = 1000;
  for (std::uint64_t i = 0; i < count; ++i) {
    ticks += 800 + random() % 400;
    std::uint32_t slot = slots[random() % 2];
    writer.span(PARAUDIT_RECORD_HOLD, 0, slot, slot * 4711, ticks, 80 + random() % 64);
  }
  return writer;
}

std::string bytes_of(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size()};
}

TEST(PackedFile, ComesBackByteForByteWithinEightBytesARecord) {
  TestDirectory directory;
  for (auto [count, capacity] : {std::pair{0, 64}, {5, 64}, {100, 64}, {100000, 262144}}) {
    write_file(directory.path("raw"), timeline(count, capacity).bytes());
    MappedFile raw(directory.path("raw"));
    std::string packed = pack(raw);
    write_file(directory.path("packed"), packed);
    MappedFile file(directory.path("packed"));
    EXPECT_TRUE(is_packed(file));
    EXPECT_FALSE(is_packed(raw));
    EXPECT_EQ(bytes_of(unpack(file)), bytes_of(raw)) << count;
    if (count == 100000)
      EXPECT_LT(packed.size(), 8u * count);
  }
}

TEST(PackedFile, IsReadLikeTheRawOne) {
  TestDirectory directory;
  ThreadWriter writer = timeline(70000, 65536); // wrapped, and more than a block
  write_file(directory.path("thread-1"), writer.bytes());
  auto holds = [&] {
    std::vector<std::uint64_t> all;
    ThreadTrace::read(directory.path("thread-1"))->for_each_record([&](const RingRecord& record) {
      all.push_back(record.ticks + record.duration);
    });
    return all;
  };
  std::vector<std::uint64_t> raw = holds();
  EXPECT_EQ(raw.size(), 65535u);
  write_file(directory.path("thread-1"), pack(MappedFile(directory.path("thread-1"))));
  EXPECT_EQ(holds(), raw);
}

TEST(PackedFile, DamageIsAnError) {
  TestDirectory directory;
  write_file(directory.path("raw"), timeline(500, 512).bytes());
  const std::string packed = pack(MappedFile(directory.path("raw")));
  std::mt19937 random(5);
  int errors = 0;
  for (int round = 0; round < 200; ++round) {
    std::string damaged = packed;
    if (round % 2 == 0)
      damaged.resize(8 + random() % (packed.size() - 8));
    else
      damaged[8 + random() % (packed.size() - 8)] ^= static_cast<char>(1 << random() % 8);
    write_file(directory.path("thread-1"), damaged);
    try {
      (void)ThreadTrace::read(directory.path("thread-1"));
    } catch (const InputError& error) {
      ++errors;
      EXPECT_THAT(error.what(), HasSubstr("thread-1"));
    }
  }
  EXPECT_GT(errors, 100 - 1) << "every truncation at least";
}

TEST(PackedFile, ClaimsOutOfProportionAreRefused) {
  TestDirectory directory;
  std::string packed =
      pack((write_file(directory.path("raw"), timeline(5, 64).bytes()), MappedFile(directory.path("raw"))));
  paraudit_packed_header header;
  std::memcpy(&header, packed.data(), sizeof header);
  header.raw_bytes = std::uint64_t{1} << 36;
  header.records = std::uint64_t{1} << 31;
  std::memcpy(packed.data(), &header, sizeof header);
  write_file(directory.path("thread-1"), packed);
  try {
    (void)ThreadTrace::read(directory.path("thread-1"));
    FAIL() << "was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("thread-1: offset 0x28: 2147483648 records in"));
  }
}

} // namespace
} // namespace paraudit::reports
