#include "reports/dump/trace_dump.h"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>

#include "reports/reader/test_directory.h"
#include "reports/reader/trace_reader.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Damage may leave names that are no UTF-8, which JSON cannot hold.
enum class Sample { kIntact, kDamaged };

std::string text_of(const std::string& directory, Sample kind = Sample::kIntact) {
  TraceSet set;
  read_traces(directory, set);
  std::ostringstream out;
  for (const ProcessTrace& trace : set.processes)
    visit_trace(trace, [&](std::string_view name, const nlohmann::ordered_json& fields) {
      write_text(name, fields, out);
      if (kind == Sample::kIntact)
        EXPECT_EQ(nlohmann::ordered_json::parse(fields.dump()), fields) << name;
    });
  return out.str();
}

TraceWriter sample() {
  TraceWriter trace(1000);
  trace.header.end_ticks = 9000;
  trace.header.clock = PARAUDIT_CLOCK_MONOTONIC;
  trace.command({"prog", "a \"quoted\" word"}, "/work", "/bin/prog");
  std::uint32_t site = trace.site("a.cpp", 7, "f()", 3, PARAUDIT_COLUMN_DEBUG_CLANG);
  std::uint32_t lock = trace.lock_class("ns::A::mutex_", PARAUDIT_OBJECT_MUTEX, site);
  std::uint32_t other = trace.lock_class("ns::B::table_", PARAUDIT_OBJECT_RWLOCK);
  trace.thread_info({1, 100, 0, 0, 1000, 0}, "main\x1b[2J");
  trace.chain(1, 1500, {{lock, site, 5, PARAUDIT_EXCLUSIVE}, {other, site, 6, PARAUDIT_SHARED | PARAUDIT_TRY}});
  trace.sync(1400, 1, 2);
  trace.phase(1450, 1, 77, 1);
  trace.handover(1460, 1, 0x5678, PARAUDIT_HANDOVER_GIVE);
  std::uint32_t state = trace.watched_state("ns::count");
  trace.access({1600, 0x1234, state, site, 1, PARAUDIT_WATCH_WRITE, 0, 0}, {{lock, site, 5, PARAUDIT_EXCLUSIVE}});
  trace.named_counter("dropped: tables full", 3);
  trace.module(0x1000, 0x9000, 0x1000, "/bin/prog");
  ThreadWriter& thread = trace.thread(1);
  std::uint32_t slot = thread.slot(site, lock);
  thread.counter(slot).acquisitions = 4;
  for (std::uint64_t hold : {40, 60})
    thread.hold(slot, 42, 2000 + hold, hold);
  thread.counter(slot).hold_squares = 40 * 40 + 60 * 60;
  return trace;
}

TEST(TraceDump, ShowsEveryKindOfRecordOnALineOfItsOwn) {
  TestDirectory directory;
  TraceWriter trace = sample();
  ThreadWriter& thread = trace.thread(1);
#define PARAUDIT_RECORD(NAME, value, payload, doc) thread.span(value, PARAUDIT_FLAG_CONTENDED, 0, 42, 3000 + value, 5);
#include "runtime/abi/record_kinds.def"
  trace.write(directory.path("prog-1"));
  std::string text = text_of(directory.path());
  for (const char* name :
       {"process directory=", "command executable=\"/bin/prog\"", "environment ",
        "module path=", "site id=1 file=\"a.cpp\" line=7", "class id=1 kind=\"mutex\" name=\"ns::A::mutex_\"",
        "thread index=1", "thread_edge at_ns=400", "phase at_ns=450 thread=1 group=77 phase=1",
        "handover at_ns=460 thread=1 object=\"0x5678\" gives=true", "chain at_ns=500",
        "watched_state number=1 id=\"ns::count\"",
        "watched_access at_ns=600 thread=1 state=1 site=1 address=\"0x1234\"", "thread_file thread=1"})
    EXPECT_THAT("\n" + text, HasSubstr("\n" + std::string(name)));
  for (const char* name :
       {"wait", "release_contended", "hold", "object_wait", "object_signal", "task_spawn", "task_begin", "task_end",
        "task_suspend", "task_resume", "task_join", "key_hash", "clock", "wait_holder"})
    EXPECT_THAT(text, HasSubstr("\n" + std::string(name) + " thread=1 at_ns=")) << text;
  EXPECT_THAT(text, HasSubstr(R"("a \"quoted\" word")"));
  EXPECT_THAT(text, HasSubstr(R"("mode":"shared-try")"));
  EXPECT_THAT(text, HasSubstr("counter name=\"dropped: tables full\" value=3"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b"))) << "names must not reach the terminal raw";
}

TEST(TraceDump, StatesTheErrorOfSampledHolds) {
  TestDirectory directory;
  sample().write(directory.path("prog-1"));
  // 40 and 60: mean 50, deviation sqrt(200) = 14.142..., error 14.142 / sqrt(2) = 10.
  std::string text = text_of(directory.path());
  EXPECT_THAT(text, HasSubstr("hold_samples=2 hold_mean_ns=50.0 hold_deviation_ns=14.14"));
  EXPECT_THAT(text, HasSubstr("hold_mean_error_ns=10.0"));
}

// Any damage is an error that names the file, or is not noticed; never a crash, a hang or a wild allocation.
TEST(TraceDump, DamagedTracesAreErrors) {
  TestDirectory directory;
  TraceWriter trace = sample();
  std::mt19937 random(7);
  int errors = 0;
  for (int round = 0; round < 400; ++round) {
    trace.write(directory.path("prog-1"));
    bool process = round % 2 == 0;
    std::string path = directory.path(process ? "prog-1/process" : "prog-1/thread-1");
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    std::size_t place = random() % std::min<std::size_t>(bytes.size(), process ? 5200 : 9000);
    if (round % 4 < 2)
      bytes.resize(place);
    else
      bytes[place] = static_cast<char>(bytes[place] ^ 1 << random() % 8);
    write_file(path, bytes);
    try {
      text_of(directory.path(), Sample::kDamaged);
    } catch (const InputError& error) {
      ++errors;
      EXPECT_THAT(error.what(), HasSubstr(process ? "prog-1/process" : "prog-1/thread-1"));
    }
  }
  EXPECT_GT(errors, 100);
}

} // namespace
} // namespace paraudit::reports
