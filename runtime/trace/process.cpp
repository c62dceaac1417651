// The process's directory and what is written there once: header, command line, environment; and the clock's anchors.

#include "runtime/platform/system.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"

#include <cerrno>
#include <cstring>

namespace paraudit::trace {
namespace {

// The executable's path; "unknown" where /proc is not mounted.
void read_executable(char* text, size_t size) {
  long length = platform::system_call(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", text, size - 1);
  if (length <= 0) {
    std::memcpy(text, "unknown", 8);
    return;
  }
  text[length] = 0;
}

// mkdir -p.
long make_directories(const char* path) {
  char part[Recorder::kPathBytes];
  size_t length = std::strlen(path);
  for (size_t i = 1; i <= length; ++i) {
    if (path[i] != '/' && path[i] != 0)
      continue;
    std::memcpy(part, path, i);
    part[i] = 0;
    long result = platform::make_directory(part);
    if (result < 0 && result != -EEXIST)
      return result;
  }
  return 0;
}

// A directory that no other process has: a process that executes another program keeps its id.
long make_process_directory(const char* executable, bool forked) {
  Recorder& all = recorder();
  const char* slash = std::strrchr(executable, '/');
  long result = forked ? 0 : make_directories(all.root);
  for (uint64_t attempt = 0; result == 0 && attempt < 1000; ++attempt) {
    Path path;
    path.append(all.root).append("/").append(slash == nullptr ? executable : slash + 1).append("-");
    path.append(static_cast<uint64_t>(platform::system_call(SYS_getpid)));
    if (attempt != 0)
      path.append(".").append(attempt);
    if (std::strlen(path.text()) + 64 > sizeof(all.directory))
      return -ENAMETOOLONG;
    std::memcpy(all.directory, path.text(), std::strlen(path.text()) + 1);
    long made = platform::make_directory(all.directory);
    if (made != -EEXIST)
      return made;
  }
  return result == 0 ? -EEXIST : result;
}

void fill_header() {
  Recorder& all = recorder();
  paraudit_process_header& header = all.log.header();
  header.pid = static_cast<uint32_t>(platform::system_call(SYS_getpid));
  header.parent_pid = static_cast<uint32_t>(platform::system_call(SYS_getppid));
  header.policy = all.options.policy;
  header.clock = all.use_tsc ? PARAUDIT_CLOCK_TSC : PARAUDIT_CLOCK_MONOTONIC;
  header.sample_period =
      all.options.policy == PARAUDIT_POLICY_COUNT ? static_cast<uint32_t>(all.options.sample_period) : 0;
  header.start_realtime_ns = platform::clock_ns(CLOCK_REALTIME);
  header.start_ticks = now_ticks();
  all.next_anchor.store(0, std::memory_order_relaxed);
  anchor_clock(header.start_ticks);
}

// argv, working directory, executable.
void write_command(const char* executable) {
  char arguments[16384], here[Recorder::kPathBytes];
  int fd = platform::open_file("/proc/self/cmdline", O_RDONLY);
  long size = fd < 0 ? 0 : platform::read_at(fd, arguments, sizeof(arguments) - 1, 0);
  if (fd >= 0)
    platform::close_file(fd);
  if (size < 0)
    size = 0;
  if (size > 0 && arguments[size - 1] != 0)
    arguments[size++] = 0; // cut off
  if (platform::system_call(SYS_getcwd, here, sizeof(here)) <= 0)
    here[0] = 0;
  Piece pieces[] = {
      {arguments, static_cast<size_t>(size)}, {here, std::strlen(here) + 1}, {executable, std::strlen(executable) + 1}};
  recorder().log.append(PARAUDIT_META_COMMAND, pieces, 3);
}

struct CounterName {
  Drop reason;
  const char* name;
};
constexpr CounterName kCounterNames[] = {
    {Drop::kReentrant, "dropped: recorder re-entered"},
    {Drop::kThreadEnded, "dropped: after the thread's end"},
    {Drop::kThreadRefused, "dropped: by threads that are not recorded"},
    {Drop::kHeldTooDeep, "dropped: too many locks held"},
    {Drop::kChains, "dropped: lock chains"},
    {Drop::kTables, "dropped: tables full"},
    {Drop::kNotHeld, "releases without an acquisition"},
    {Drop::kWaits, "dropped: too many waits"},
    {Drop::kOrderSearches, "order searches given up"},
    {Drop::kGaveUp, "lock waits given up"},
    {Drop::kWatch, "dropped: watched accesses"},
};
static_assert(sizeof(kCounterNames) / sizeof(kCounterNames[0]) == static_cast<size_t>(Drop::kCount));

// Counted where they are written, so that neither a kill nor a full log loses them.
void write_counters() {
  Recorder& all = recorder();
  for (const CounterName& counter : kCounterNames) {
    paraudit_meta_counter meta{};
    meta.name_size = static_cast<uint32_t>(std::strlen(counter.name));
    Piece pieces[] = {{&meta, sizeof(meta)}, {counter.name, meta.name_size}};
    auto* written = const_cast<paraudit_meta_head*>(all.log.append(PARAUDIT_META_COUNTER, pieces, 2));
    if (written != nullptr)
      all.drops[static_cast<uint32_t>(counter.reason)] = &reinterpret_cast<paraudit_meta_counter*>(written + 1)->value;
  }
}

} // namespace

bool open_process(bool forked) {
  Recorder& all = recorder();
  char executable[Recorder::kPathBytes];
  read_executable(executable, sizeof(executable));
  long result = make_process_directory(executable, forked);
  Path file;
  file.append(all.directory[0] == 0 ? all.root : all.directory);
  if (result == 0) {
    file.append("/new-process");
    result = all.log.create(file.text(), all.options.log_kib * 1024);
    if (result < 0)
      platform::system_call(SYS_unlinkat, AT_FDCWD, all.directory, AT_REMOVEDIR);
  }
  if (result < 0) {
    complain_once("cannot record: ", file.text(), result);
    return false;
  }
  fill_header();
  Path name;
  platform::rename_file(file.text(), name.append(all.directory).append("/process").text());
  write_counters();
  write_command(executable);
  Piece environment{all.environment, all.environment_size};
  all.log.append(PARAUDIT_META_ENVIRONMENT, &environment, 1);
  forget_modules();
  write_modules();
  return true;
}

// Closes the log and gives back the blocks that it did not use: a build records thousands of processes.
void trim_log() {
  Recorder& all = recorder();
  paraudit_process_header& header = all.log.header();
  uint64_t capacity = header.log_capacity, used = __atomic_load_n(&header.log_reserved, __ATOMIC_RELAXED);
  used = (used + PARAUDIT_PAGE - 1) / PARAUDIT_PAGE * PARAUDIT_PAGE;
  if (used >= capacity)
    return;
  __atomic_store_n(&header.log_capacity, used, __ATOMIC_RELAXED); // first: later records are dropped, and counted
  Path path;
  int fd = platform::open_file(path.append(all.directory).append("/process").text(), O_RDWR);
  if (fd < 0)
    return;
  platform::release_blocks(fd, header.log_offset + used, capacity - used);
  platform::close_file(fd);
}

// At start, then at ever longer intervals, and at the end: 64 anchors last for any run.
void anchor_clock_now(uint64_t ticks) {
  constexpr uint64_t kFirstInterval = 20'000'000; // about 10 ms
  Recorder& all = recorder();
  uint64_t due = all.next_anchor.load(std::memory_order_relaxed);
  if (ticks < due)
    return;
  paraudit_process_header& header = all.log.header();
  uint32_t index = __atomic_load_n(&header.anchor_count, __ATOMIC_RELAXED);
  uint64_t next = ticks + (kFirstInterval << (index < 40 ? index / 2 : 20));
  if (!all.next_anchor.compare_exchange_strong(due, next, std::memory_order_acq_rel))
    return; // another thread does it
  if (index == PARAUDIT_CLOCK_ANCHORS)
    --index; // the last one moves along
  header.anchors[index] = {now_ticks(), platform::monotonic_ns()};
  __atomic_store_n(&header.anchor_count, index + 1, __ATOMIC_RELEASE);
}

} // namespace paraudit::trace
