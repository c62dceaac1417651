// The recorder's beginning, end, and the way in.

#include "runtime/trace/recorder.h"

#include "runtime/platform/sanitizer.h"
#include "runtime/platform/system.h"
#include "runtime/trace/lock_memory.h"
#include "runtime/trace/order_check.h"
#include "runtime/trace/paths.h"

#include <cerrno>
#include <climits>
#include <cstring>

namespace paraudit::trace {
namespace {

constinit Recorder the_recorder{};

// A sanitizer takes its own thread state down in its last round, after which instrumented code must not run.
constexpr int kLastRound = PTHREAD_DESTRUCTOR_ITERATIONS - (PARAUDIT_WITH_SANITIZER ? 2 : 0);

// Thread-specific data outlives C++'s thread-local objects; the last of its rounds is as late as one can be.
void on_thread_exit(void* data) {
  auto* state = static_cast<ThreadState*>(data);
  if (thread_local_state.state != state)
    return;
  if (++state->exit_rounds < kLastRound) {
    pthread_setspecific(the_recorder.thread_key, state);
    return;
  }
  paraudit_fast.inside = 1;
  thread_local_state.state = nullptr;
  thread_local_state.ended = true;
  detach_thread(*state);
  paraudit_fast.inside = 0;
}

void before_fork() {
  paraudit_fast.inside = 1;
}
void after_fork_in_parent() {
  paraudit_fast.inside = 0;
}
void after_fork_in_child() {
  reopen_in_child();
  if (the_recorder.policy.load(std::memory_order_relaxed) != PARAUDIT_POLICY_NONE)
    start_watchdog(true);
  paraudit_fast.inside = 0;
}

size_t state_bytes() {
  return (the_recorder.options.max_threads + 1) * sizeof(std::atomic<ThreadState*>);
}

std::atomic<uint32_t>* make_alive_page() {
  void* page = platform::map_memory(PARAUDIT_PAGE);
  if (page == nullptr)
    return nullptr;
  platform::system_call(SYS_madvise, page, PARAUDIT_PAGE, MADV_WIPEONFORK);
  auto* alive = static_cast<std::atomic<uint32_t>*>(page);
  alive->store(1, std::memory_order_relaxed);
  return alive;
}

bool set_root(const char* directory) {
  Recorder& all = the_recorder;
  Path path;
  if (directory[0] != '/') { // the process may change its directory later
    char here[Recorder::kPathBytes];
    if (platform::system_call(SYS_getcwd, here, sizeof(here)) <= 0)
      return false;
    path.append(here).append("/");
  }
  path.append(directory);
  if (std::strlen(path.text()) + 64 > sizeof(all.root))
    return false;
  std::memcpy(all.root, path.text(), std::strlen(path.text()) + 1);
  return true;
}

// The program's constructors run after this: a library is initialised before whoever needs it.
__attribute__((constructor)) void start_recorder(int, char**, char** environment) {
  Recorder& all = the_recorder;
  all.options = read_options(environment);
  if (all.options.policy == PARAUDIT_POLICY_NONE)
    return;
  all.use_tsc = platform::has_constant_tsc();
  all.environment_size = collect_environment(environment, all.environment, sizeof(all.environment));
  all.next_site = all.next_class = all.next_label = all.next_watched = all.next_thread = 1;
  all.alive = make_alive_page();
  if (!set_root(all.options.directory)) {
    complain("cannot record: PARAUDIT_TRACE_DIR is too long or the working directory is gone: ", all.options.directory);
    return;
  }
  all.states = static_cast<std::atomic<ThreadState*>*>(platform::map_memory(state_bytes()));
  if (all.alive == nullptr || all.states == nullptr || pthread_key_create(&all.thread_key, on_thread_exit) != 0) {
    complain("cannot record: out of memory or thread keys");
    return;
  }
  all.policy.store(all.options.policy, std::memory_order_relaxed); // the clock and the rings ask for it
  if (!open_process(false)) {
    all.policy.store(PARAUDIT_POLICY_NONE, std::memory_order_relaxed);
    return;
  }
  pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
  start_watchdog(false);
}

__attribute__((destructor)) void stop_recorder() {
  Recorder& all = the_recorder;
  if (all.policy.load(std::memory_order_relaxed) == PARAUDIT_POLICY_NONE)
    return;
  if (!thread_local_state.ended) // as it has where the main thread called pthread_exit: its end is written
    if (Entry entry; entry)
      write_thread_meta(*entry, nullptr, entry->file->end_ticks = now_ticks());
  write_modules();
  all.next_anchor.store(0, std::memory_order_relaxed);
  uint64_t now = now_ticks();
  anchor_clock(now);
  all.log.header().end_ticks = now;
  trim_log();
}

} // namespace

__thread ThreadLocal thread_local_state = {};

Recorder& recorder() {
  return the_recorder;
}

void complain_once(const char* what, const char* where, long error) {
  if (the_recorder.complained.exchange(1, std::memory_order_relaxed) != 0)
    return;
  Path line;
  line.append(where);
  if (error != 0) {
    const char* name = strerrordesc_np(static_cast<int>(-error));
    line.append(": ").append(name == nullptr ? "unknown error" : name);
  }
  complain(what, line.text(), " (the program runs on)");
}

Entry::Entry() {
  if (the_recorder.policy.load(std::memory_order_relaxed) == PARAUDIT_POLICY_NONE)
    return;
  ThreadLocal& mine = thread_local_state;
  if (paraudit_fast.inside != 0 || mine.ended || mine.refused) {
    count_drop(paraudit_fast.inside != 0 ? Drop::kReentrant : mine.ended ? Drop::kThreadEnded : Drop::kThreadRefused);
    return;
  }
  paraudit_fast.inside = 1;
  entered_ = true;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  if (the_recorder.alive->load(std::memory_order_relaxed) == 0) // forked without pthread_atfork's handlers
    reopen_in_child();
  if (mine.state == nullptr && the_recorder.policy.load(std::memory_order_relaxed) != PARAUDIT_POLICY_NONE) {
    mine.state = attach_thread();
    mine.refused = mine.state == nullptr;
    if (mine.refused)
      count_drop(Drop::kThreadRefused);
  }
  state_ = mine.state;
}

Entry::~Entry() {
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  if (entered_)
    paraudit_fast.inside = 0;
}

void reopen_in_child() {
  Recorder& all = the_recorder;
  if (all.policy.load(std::memory_order_relaxed) == PARAUDIT_POLICY_NONE)
    return;
  all.alive->store(1, std::memory_order_relaxed);
  Log parent = all.log;
  all.next_thread.store(1, std::memory_order_relaxed);
  ThreadState* state = thread_local_state.state;
  platform::system_call(SYS_madvise, all.states, state_bytes(), MADV_DONTNEED); // the other threads are not here
  forget_order();
  all.locks.clear_extra(); // nor do they wait
  bool opened = open_process(true);
  if (opened) {
    parent.for_each([&](uint32_t kind, const paraudit_meta_head* head) {
      if (kind == PARAUDIT_META_SITE || kind == PARAUDIT_META_LOCK_CLASS || kind == PARAUDIT_META_LABEL ||
          kind == PARAUDIT_META_STATE)
        all.log.append_copy(head);
    });
    parent.unmap();
    opened = state == nullptr || reopen_thread(*state);
  }
  if (opened)
    return;
  all.policy.store(PARAUDIT_POLICY_NONE, std::memory_order_relaxed);
  thread_local_state.state = nullptr;
  reset_fast();
}

} // namespace paraudit::trace

void paraudit_confine(uint32_t confinement) {
  using namespace paraudit::trace;
  Recorder& all = the_recorder;
  if (all.policy.load(std::memory_order_relaxed) == PARAUDIT_POLICY_NONE)
    return;
  if (confinement == PARAUDIT_CONFINED_STRICTLY) {
    stop_recorder();
    all.policy.store(PARAUDIT_POLICY_NONE, std::memory_order_relaxed);
    return reset_fast();
  }
  if (confinement == PARAUDIT_CONFINED) {
    Entry entry; // makes this thread's file, if there is none
    for (KeyTable* table : {&all.sites, &all.site_contents, &all.addresses, &all.classes, &all.locks, &all.labels,
                            &all.watched_ids, &all.accesses, &all.handovers, &all.threads})
      table->reserve();
    reserve_address_sites();
    reserve_waits();
    reserve_lock_memory();
    write_modules();
  }
  paraudit::platform::system_calls_forbidden.store(confinement == PARAUDIT_CONFINED, std::memory_order_relaxed);
}

void paraudit_not_recorded(void) {
  if (paraudit_recording() != 0)
    paraudit::trace::count_drop(paraudit::trace::Drop::kReentrant);
}

int paraudit_recording(void) {
  return static_cast<int>(paraudit::trace::recorder().policy.load(std::memory_order_relaxed));
}
