// For tests: `reports_sample_trace KIND DIR` writes a trace whose contents the tests know. Kinds: contended (two
// threads, two locks, one inversion that both showed, at 1 or 2 threads by a third argument; a fourth says which of
// several such runs, from 0), watched (a state that is
// written in parallel), hostile (names that try to break out of the page), many (50,000 lock classes that are nested in
// one another, and one class of which 50,000 instances were waited for), empty (no acquisition).

#include <cstdlib>
#include <iostream>
#include <string>

#include "reports/reader/trace_writer.h"

namespace {

using namespace paraudit::reports;

constexpr std::uint8_t kColumn = PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG;

struct Places {
  std::uint32_t intern, grow, query;
};

void record_thread(ThreadWriter& thread, std::uint32_t slot, std::uint64_t acquisitions, std::uint64_t hold) {
  thread.counter(slot).acquisitions += acquisitions;
  for (std::uint64_t i = 1; i <= 8; ++i)
    thread.hold(slot, 5, 20000 * i, hold + 10 * i);
}

// Thread 1 interns, thread 2 grows the table: 2 waits 8000 ns for 1, then 1 waits 3000 ns for 2.
void contend(TraceWriter& trace, const Places& at, std::uint32_t shard) {
  ThreadWriter &one = trace.thread(1), &two = trace.thread(2);
  std::uint32_t intern = one.slot(at.intern, shard), grow = two.slot(at.grow, shard);
  one.span(PARAUDIT_RECORD_RELEASE_CONTENDED, 0, intern, 5, 20000, 9000);
  two.wait(grow, 5, 20000, 8000);
  two.span(PARAUDIT_RECORD_RELEASE_CONTENDED, 0, grow, 5, 25000, 5000);
  one.wait(intern, 5, 25000, 3000);
}

TraceWriter contended(std::uint32_t threads, std::uint32_t run) {
  TraceWriter trace(1000);
  trace.command({"minirc", "-Z", "threads=" + std::to_string(threads), "a.rs"}, "/w", "/w/minirc");
  trace.header.end_ticks = 1000 + 9000000 / threads;
  trace.header.start_realtime_ns = threads + 100 * run;
  Places at{trace.site("interner.cpp", 40, "Interner::intern(std::string_view)", 8, kColumn),
            trace.site("interner.cpp", 60, "Interner::grow()", 5, kColumn),
            trace.site("query.cpp", 90, "run_query", 9, kColumn)};
  std::uint32_t shard = trace.lock_class("Interner::shard"), jobs = trace.lock_class("");
  std::uint32_t done = trace.lock_class("Pool::done", PARAUDIT_OBJECT_LATCH);
  ThreadWriter& one = trace.thread(1);
  trace.thread_info({1, 100, 0, 0, 1000, 0}, "main");
  record_thread(one, one.slot(at.intern, shard), 100000 + run, 90);
  one.counter(one.slot(at.query, jobs)).acquisitions += 500;
  trace.chain(1, 2000, {{shard, at.intern, 5, 0}, {jobs, at.query, 6, 0}});
  if (threads == 1)
    return trace;
  trace.thread_info({2, 101, 1, 0, 1500, 0}, "worker");
  contend(trace, at, shard);
  trace.chain(2, 3000, {{jobs, at.query, 6, 0}, {shard, at.grow, 5, 0}});
  ThreadWriter& two = trace.thread(2);
  std::uint32_t slot = two.slot(at.query, done);
  two.counter(slot).acquisitions = 1;
  two.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, slot, 9, 30000, 4000);
  one.span(PARAUDIT_RECORD_OBJECT_SIGNAL, 0, one.slot(at.intern, done), 9, 29990, 0);
  return trace;
}

// A flag that the checker saw no write of, written by one thread while the other runs.
TraceWriter watched() {
  TraceWriter trace(1000);
  trace.command({"minirc"}, "/w", "/w/minirc");
  std::uint32_t site = trace.site("options.cpp", 30, "set_verbose", 3, kColumn);
  std::uint32_t state = trace.watched_state("options.cpp::verbose");
  trace.thread(1);
  trace.thread_info({1, 100, 0, 0, 1000, 0}, "main");
  trace.thread(2);
  trace.thread_info({2, 101, 1, 0, 1500, 0}, "worker");
  trace.access({2000, 0x1000, state, site, 1, PARAUDIT_WATCH_WRITE, 0, 0}, {});
  trace.header.end_ticks = 9000;
  return trace;
}

TraceWriter hostile() {
  TraceWriter trace(1000);
  const std::string name =
      "</script><script>document.title='pwned'</script><img src=x onerror=\"document.title='pwned'\">";
  trace.command({"<b>prog</b>", "\xff\xfe", "&lt;"}, "/w", "/w/prog");
  std::uint32_t site = trace.site("\"'><i>.cpp", 7, name, 1, kColumn);
  std::uint32_t lock = trace.lock_class(name + "\xff", PARAUDIT_OBJECT_MUTEX, site);
  ThreadWriter& thread = trace.thread(1);
  thread.counter(thread.slot(site, lock)).acquisitions = 3;
  trace.header.end_ticks = 2000;
  return trace;
}

TraceWriter many() {
  constexpr std::uint32_t kMany = 50000, kRing = 1u << 16;
  TraceWriter trace(1000);
  trace.command({"minirc", "-Z", "threads=2", "a.rs"}, "/w", "/w/minirc");
  std::uint32_t site = trace.site("rows.cpp", 30, "Table::lock_row(Row&)", 7, kColumn);
  std::uint32_t row = trace.lock_class("Table::row");
  ThreadWriter &one = trace.thread(1, kRing), &two = trace.thread(2, kRing);
  for (std::uint32_t index : {1, 2})
    trace.thread_info({index, 100 + index, 0, 0, 1000, 0}, "worker");
  std::uint32_t slots[] = {one.slot(site, row), two.slot(site, row)};
  std::uint64_t ticks = 2000;
  std::uint32_t before = row;
  for (std::uint32_t i = 1; i <= kMany; ++i, ticks += 1000) {
    two.span(PARAUDIT_RECORD_RELEASE_CONTENDED, 0, slots[1], i, ticks, 300);
    one.wait(slots[0], i, ticks, 200);
    std::uint32_t node = trace.lock_class("Node" + std::to_string(i) + "::mutex");
    paraudit_counter& counter = one.counter(one.slot(site, node));
    counter.acquisitions = 1 + i % 7;
    counter.contended = i % 2;
    counter.wait_ticks = counter.contended * (100 + i % 13);
    trace.chain(1, ticks, {{before, site, i, 0}, {node, site, i + 1, 0}});
    before = node;
  }
  trace.header.end_ticks = ticks;
  return trace;
}

} // namespace

int main(int argc, char** argv) {
  std::string kind = argc > 2 ? argv[1] : "";
  std::uint32_t threads = argc > 3 ? static_cast<std::uint32_t>(std::atoi(argv[3])) : 2;
  std::uint32_t run = argc > 4 ? static_cast<std::uint32_t>(std::atoi(argv[4])) : 0;
  if (kind == "contended")
    contended(threads, run).write(argv[2]);
  else if (kind == "watched")
    watched().write(argv[2]);
  else if (kind == "hostile")
    hostile().write(argv[2]);
  else if (kind == "many")
    many().write(argv[2]);
  else if (kind == "empty")
    TraceWriter().write(argv[2]);
  else {
    std::cerr << "usage: reports_sample_trace contended|watched|hostile|many|empty DIR [THREADS [RUN]]\n";
    return 2;
  }
  return 0;
}
