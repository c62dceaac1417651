#include "reports/reader/thread_file.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::uint64_t> ticks_of(const ThreadTrace& thread) {
  std::vector<std::uint64_t> ticks;
  thread.for_each_record([&](const RingRecord& record) { ticks.push_back(record.ticks); });
  return ticks;
}

ThreadTrace write_and_read(const TestDirectory& directory, const ThreadWriter& writer) {
  write_file(directory.path("thread-1"), writer.bytes());
  return *ThreadTrace::read(directory.path("thread-1"));
}

TEST(ThreadFile, DecodesASpan) {
  TestDirectory directory;
  ThreadWriter writer(1, 1000, 8);
  std::uint32_t slot = writer.slot(3, 4, PARAUDIT_SHARED);
  writer.span(PARAUDIT_RECORD_WAIT, PARAUDIT_FLAG_SHARED, slot, 0xabcdef, 5000, 1234);
  ThreadTrace thread = write_and_read(directory, writer);
  std::vector<RingRecord> records;
  thread.for_each_record([&](const RingRecord& record) { records.push_back(record); });
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].kind, PARAUDIT_RECORD_WAIT);
  EXPECT_EQ(records[0].flags, PARAUDIT_FLAG_SHARED);
  EXPECT_EQ(records[0].instance, 0xabcdefu);
  EXPECT_EQ(records[0].duration, 1234u);
  EXPECT_EQ(thread.counter_of_slot(records[0].slot)->class_id, 4u);
  EXPECT_EQ(thread.counter_of_slot(17), nullptr);
}

TEST(ThreadFile, ReadsTheShorterHeaderOfVersionsBefore14) {
  TestDirectory directory;
  ThreadWriter writer(1, 1000, 8);
  writer.header.opening_ticks = 77; // what follows an old header is not part of it
  EXPECT_EQ(write_and_read(directory, writer).header().opening_ticks, 77u);
  writer.header.header_size = offsetof(paraudit_thread_header, opening_ticks);
  EXPECT_EQ(write_and_read(directory, writer).header().opening_ticks, 0u);
  writer.header.header_size -= 8;
  EXPECT_THROW(write_and_read(directory, writer), InputError);
}

TEST(ThreadFile, FollowsTheGenerationBitsPastAStaleHead) {
  TestDirectory directory;
  ThreadWriter writer(1, 0, 8);
  for (std::uint64_t i = 1; i <= 5; ++i)
    writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, i * 10, 1);
  writer.header.ring_head = 2;
  EXPECT_THAT(ticks_of(write_and_read(directory, writer)), ElementsAre(10, 20, 30, 40, 50));
}

TEST(ThreadFile, ReadsAWrappedRingOldestFirstWithoutTheSlotThatIsWrittenNext) {
  TestDirectory directory;
  ThreadWriter writer(1, 0, 4);
  for (std::uint64_t i = 1; i <= 6; ++i)
    writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, i * 10, 1);
  EXPECT_THAT(ticks_of(write_and_read(directory, writer)), ElementsAre(40, 50, 60));
  writer.header.ring_head = 4;
  EXPECT_THAT(ticks_of(write_and_read(directory, writer)), ElementsAre(40, 50, 60));
}

TEST(ThreadFile, RejectsAHeadThatNoThreadReaches) {
  TestDirectory directory;
  ThreadWriter writer(1, 0, 256);
  writer.header.ring_head = ~std::uint64_t{0};
  EXPECT_THROW(write_and_read(directory, writer), InputError);
}

TEST(ThreadFile, CountsAnUnwrittenSlotBelowTheHeadAsTorn) {
  TestDirectory directory;
  ThreadWriter writer(1, 0, 8);
  writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, 10, 1);
  ++writer.header.ring_head;
  ThreadTrace thread = write_and_read(directory, writer);
  EXPECT_THAT(ticks_of(thread), ElementsAre(10));
  EXPECT_EQ(thread.torn_records(), 1u);
}

TEST(ThreadFile, PicksTheRecordsOfAKindAndSlotWithTheirTimes) {
  std::mt19937_64 random(1);
  for (std::uint64_t step : {100ull, 1ull << 40, 1ull << 47, 1ull << 50}) { // small; passes 46 bits; passes 48; any
    TestDirectory directory;
    ThreadWriter writer(1, std::uint64_t{7} << 46, 1024);
    for (std::uint32_t site : {1, 2, 3})
      writer.slot(site, 4);
    std::uint64_t ticks = writer.header.start_ticks;
    for (int i = 0; i < 1500; ++i) {
      auto kind = static_cast<std::uint32_t>(PARAUDIT_RECORD_WAIT + random() % 4);
      ticks += random() % step;
      writer.span(kind, 0, static_cast<std::uint32_t>(random() % 3), 7, ticks, random() % 100);
      writer.raw(PARAUDIT_RECORD_KEY_HASH, ticks, random());
    }
    ThreadTrace thread = write_and_read(directory, writer);
    SlotSet wanted;
    wanted.add(1);
    std::vector<std::uint64_t> expected, picked;
    thread.for_each_record([&](const RingRecord& record) {
      if (record.kind == PARAUDIT_RECORD_HOLD && record.slot == 1)
        expected.push_back(record.ticks);
    });
    thread.for_each_record_of(1u << PARAUDIT_RECORD_HOLD, wanted, [&](const RingRecord& record) {
      EXPECT_EQ(record.kind, PARAUDIT_RECORD_HOLD);
      EXPECT_EQ(record.slot, 1);
      picked.push_back(record.ticks);
    });
    EXPECT_EQ(picked, expected) << "steps up to " << step;
    EXPECT_GT(picked.size(), 20u);
  }
}

TEST(ThreadFile, UnwrapsTicksThatPass48Bits) {
  TestDirectory directory;
  std::uint64_t start = (std::uint64_t{3} << 48) - 5;
  ThreadWriter writer(1, start, 8);
  writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, start + 2, 1);
  writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, start + 9, 1);
  writer.span(PARAUDIT_RECORD_HOLD, 0, 0, 0, start + 7, 1); // written late: ticks may step back
  EXPECT_THAT(ticks_of(write_and_read(directory, writer)), ElementsAre(start + 2, start + 9, start + 7));
}

TEST(ThreadFile, RejectsARecordThatNamesNoCounter) {
  TestDirectory directory;
  ThreadWriter writer(1, 0, 8);
  writer.span(PARAUDIT_RECORD_HOLD, 0, 9999, 0, 10, 1);
  write_file(directory.path("thread-1"), writer.bytes());
  try {
    (void)ThreadTrace::read(directory.path("thread-1"));
    FAIL() << "was accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("thread-1: offset 0x2000: record names counter slot 9999, the table has 64"));
  }
}

} // namespace
} // namespace paraudit::reports
