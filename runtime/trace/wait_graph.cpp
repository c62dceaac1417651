#include "runtime/trace/wait_graph.h"

#include "runtime/trace/name_index.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"
#include "runtime/trace/waits.h"

namespace paraudit::trace {
namespace {

constexpr uint32_t kDeepest = 256;  // threads in a cycle: the search must not overrun a small stack
constexpr uint32_t kHeldShown = 64; // of one thread, the innermost; all are looked at

struct HeldLock {
  const void* lock;
  uint32_t who; // position among those seen
  uint32_t class_id, site, mode;
};

// What one of those seen waits for.
struct Waiting {
  uint32_t who;
  bool is_lock;
  const void* object;
  const void* site;
  uint32_t form, class_id, mode;
  uint64_t key, since;
  uint32_t kind; // wait objects only
};

// A thread with the stack that it runs, or a stack that no thread runs at the moment: a suspended task.
struct Seen {
  uint32_t thread = 0; // its index; of a suspended task, where its wait began
  uint32_t os_tid = 0;
  uint64_t pthread = 0;
  uint32_t stack = 0; // see paraudit_stack
  uint64_t stack_since = 0;
  uint32_t first_held = 0, held_count = 0;
  bool suspended = false;
  uint32_t state = 0; // of the search for cycles: 0 new, 1 on the path, 2 done
};

// A growing array without malloc: room for `kRoom` items is reserved, pages come as they are touched.
template <class T> class Pile {
 public:
  explicit Pile(uint64_t room) : room_(room), items_(static_cast<T*>(platform::map_memory(room * sizeof(T)))) {}
  ~Pile() {
    if (items_ != nullptr)
      platform::unmap(items_, room_ * sizeof(T));
  }
  Pile(const Pile&) = delete;
  Pile& operator=(const Pile&) = delete;
  T* add() { return items_ == nullptr || count_ == room_ ? nullptr : &items_[count_++]; }
  void drop() { --count_; }
  T& operator[](uint64_t index) { return items_[index]; }
  uint64_t size() const { return count_; }
  T* begin() { return items_; }
  T* end() { return items_ + count_; }

 private:
  uint64_t room_, count_ = 0;
  T* items_;
};

class WaitGraph {
 public:
  explicit WaitGraph(TextOut& out) : seen_(1u << 17), held_(1u << 22), waiting_(1u << 17), path_(1u << 17), out_(out) {}

  void take();
  void print(const char* reason);

 private:
  void take_thread(uint32_t index, const ThreadState* state);
  void take_held(Seen& thread, const paraudit_fast_state& fast);
  void take_waits();
  void forget_left_stacks();
  Seen* running(uint32_t thread, uint32_t stack);
  Seen* waiter_of(const WaitInProgress& wait);
  void put_waiter(const Seen& seen);
  TextOut& put_who(const Seen& seen);
  void put_name(const Seen& thread);
  void put_held(const Seen& thread);
  void put_waiting(const Waiting& wait);
  void put_object(const Waiting& wait);
  void put_holders(const Waiting& wait);
  bool waits(const Seen& seen);
  uint32_t position_of(const Seen& seen) { return static_cast<uint32_t>(&seen - seen_.begin()); }
  template <class Visit> void for_each_holder(const Waiting& wait, Visit&& visit);
  void search(uint32_t who);
  void put_cycle(uint32_t who);
  double ns_per_tick() const;

  struct Step {
    uint32_t wait, holder;
  };

  OwnMemory memory_;
  Pile<Seen> seen_;
  Pile<HeldLock> held_;
  Pile<Waiting> waiting_;
  Pile<Step> path_;
  NameIndex names_;
  TextOut& out_;
  uint64_t now_ = 0;
  uint32_t cycles_ = 0;
};

void WaitGraph::take() {
  Recorder& all = recorder();
  now_ = now_ticks();
  uint64_t limit = all.next_thread.load(std::memory_order_relaxed);
  for (uint32_t index = 1; index < limit && index <= all.options.max_threads; ++index)
    if (const ThreadState* state = all.states[index].load(std::memory_order_acquire))
      take_thread(index, state);
  forget_left_stacks();
  take_waits();
}

void WaitGraph::take_thread(uint32_t index, const ThreadState* state) {
  struct {
    uint32_t index;
    const paraudit_fast_state* fast;
    uint64_t pthread;
    const paraudit_thread_header* file;
    LockWait wait;
    uint32_t stack;
    uint64_t stack_since;
  } copy{};
  paraudit_thread_header header;
  paraudit_fast_state fast;
  if (!memory_.read(&state->index, copy.index) || copy.index != index || !memory_.read(&state->fast, copy.fast) ||
      !memory_.read(&state->pthread, copy.pthread) || !memory_.read(&state->wait, copy.wait) ||
      !memory_.read(&state->stack, copy.stack) || !memory_.read(&state->stack_since, copy.stack_since) ||
      !memory_.read(&state->file, copy.file) || !memory_.read(copy.file, header) || !memory_.read(copy.fast, fast))
    return; // it ends just now
  Seen* thread = seen_.add();
  if (thread == nullptr)
    return;
  *thread = {.thread = index,
             .os_tid = header.os_tid,
             .pthread = copy.pthread,
             .stack = copy.stack,
             .stack_since = copy.stack_since,
             .first_held = static_cast<uint32_t>(held_.size())};
  take_held(*thread, fast);
  if (fast.waits_for == nullptr)
    return;
  if (Waiting* wait = waiting_.add())
    *wait = {position_of(*thread), true,
             fast.waits_for,       copy.wait.site,
             copy.wait.form,       copy.wait.class_id,
             copy.wait.mode,       0,
             copy.wait.since,      0};
}

void WaitGraph::take_held(Seen& thread, const paraudit_fast_state& fast) {
  for (const paraudit_held* entry = fast.bottom; entry < fast.top; ++entry) {
    paraudit_held held;
    paraudit_counter counter;
    if (!memory_.read(entry, held) || !memory_.read(held.counter, counter))
      return;
    HeldLock* lock = held_.add();
    if (lock == nullptr)
      return;
    *lock = {held.lock, position_of(thread), counter.class_id, counter.site, counter.mode};
    ++thread.held_count;
  }
}

// A thread that did nothing since a task of its was suspended still names that stack, which may run elsewhere by now.
void WaitGraph::forget_left_stacks() {
  for (Seen& one : seen_)
    for (Seen& other : seen_)
      if (one.stack != 0 && one.stack == other.stack && one.stack_since < other.stack_since)
        one.stack = 0;
}

// By the stack where there is one, else the thread itself.
Seen* WaitGraph::running(uint32_t thread, uint32_t stack) {
  for (Seen& seen : seen_)
    if (stack != 0 ? seen.stack == stack : seen.thread == thread && !seen.suspended)
      return &seen;
  return nullptr;
}

// Null: its thread has ended.
Seen* WaitGraph::waiter_of(const WaitInProgress& wait) {
  Seen* found = running(wait.thread, wait.stack);
  if (found == nullptr && wait.stack != 0 && (found = seen_.add()) != nullptr)
    *found = {.thread = wait.thread, .stack = wait.stack, .suspended = true};
  return found;
}

void WaitGraph::take_waits() {
  for_each_wait([this](const WaitInProgress& wait) {
    Seen* waiter = waiter_of(wait);
    Waiting* waiting = waiter == nullptr ? nullptr : waiting_.add();
    if (waiting != nullptr)
      *waiting = {position_of(*waiter), false,    wait.object, wait.site, PARAUDIT_SITE_RECORD, wait.class_id,
                  PARAUDIT_EXCLUSIVE,   wait.key, wait.start,  wait.kind};
  });
}

double WaitGraph::ns_per_tick() const {
  const paraudit_clock_anchor& first = recorder().log.header().anchors[0];
  if (!recorder().use_tsc || now_ <= first.ticks)
    return 1;
  return static_cast<double>(platform::monotonic_ns() - first.monotonic_ns) / static_cast<double>(now_ - first.ticks);
}

// A lock's holders; of wait objects, who is known to end them: the thread that is joined, the one that runs the
// routine.
template <class Visit> void WaitGraph::for_each_holder(const Waiting& wait, Visit&& visit) {
  if (wait.is_lock) {
    for (const HeldLock& held : held_)
      if (held.lock == wait.object &&
          !((held.mode & PARAUDIT_SHARED) && (wait.mode & PARAUDIT_SHARED) && held.who != wait.who))
        visit(held.who, &held);
    return;
  }
  const HeldLock* no_lock = nullptr;
  if (wait.kind == PARAUDIT_OBJECT_THREAD)
    for (Seen& thread : seen_)
      if (!thread.suspended && thread.pthread == reinterpret_cast<uintptr_t>(wait.object))
        visit(position_of(thread), no_lock);
  Owner owner = owner_of(wait.object);
  if (Seen* ends = owner.thread == 0 ? nullptr : running(owner.thread, owner.stack))
    visit(position_of(*ends), no_lock);
}

bool WaitGraph::waits(const Seen& seen) {
  for (const Waiting& wait : waiting_)
    if (wait.who == position_of(seen))
      return true;
  return false;
}

void WaitGraph::print(const char* reason) {
  uint32_t waiting = 0, idle = 0, suspended = 0;
  for (const Seen& seen : seen_) {
    waiting += !seen.suspended && waits(seen);
    suspended += seen.suspended;
  }
  out_.text("paraudit: wait-for graph of process ").number(static_cast<uint64_t>(platform::system_call(SYS_getpid)));
  out_.text(", ").number(waiting).text(" of ").number(seen_.size() - suspended).text(" threads wait");
  if (suspended != 0)
    out_.text(", and ").number(suspended).text(suspended == 1 ? " suspended task" : " suspended tasks");
  out_.text(" (").text(reason).text(")\n");
  for (const Seen& seen : seen_)
    if (seen.held_count != 0 || waits(seen))
      put_waiter(seen);
    else
      ++idle;
  if (idle != 0)
    out_.number(idle).text(" more threads hold nothing and wait for nothing that is recorded\n");
  for (uint32_t who = 0; who < seen_.size(); ++who)
    search(who);
  if (cycles_ == 0)
    out_.text("no cycle\n");
}

void WaitGraph::put_name(const Seen& thread) {
  BasicPath<64> path("/proc/self/task", "", thread.os_tid);
  char name[17] = "";
  int fd = platform::open_file(path.append("/comm").text(), O_RDONLY);
  long got = fd < 0 ? 0 : platform::read_at(fd, name, sizeof(name) - 1, 0);
  if (fd >= 0)
    platform::close_file(fd);
  name[got > 0 ? got - 1 : 0] = 0; // without the newline
  out_.text("thread ").number(thread.thread).text(" \"").text(name).text("\" (").number(thread.os_tid).text(")\n");
}

TextOut& WaitGraph::put_who(const Seen& seen) {
  return out_.text(seen.suspended ? "task " : "thread ").number(seen.suspended ? seen.stack : seen.thread);
}

void WaitGraph::put_waiter(const Seen& seen) {
  if (seen.suspended)
    put_who(seen).text(", suspended on thread ").number(seen.thread).text("\n");
  else
    put_name(seen);
  put_held(seen);
  for (const Waiting& wait : waiting_)
    if (wait.who == position_of(seen))
      put_waiting(wait);
}

void WaitGraph::put_held(const Seen& thread) {
  uint32_t skipped = thread.held_count > kHeldShown ? thread.held_count - kHeldShown : 0;
  if (skipped != 0)
    out_.text("  holds ").number(skipped).text(" more locks\n");
  for (uint32_t i = skipped; i < thread.held_count; ++i) {
    const HeldLock& held = held_[thread.first_held + i];
    names_.put_class(out_.text("  holds "), held.class_id);
    out_.text(held.mode & PARAUDIT_SHARED ? " (shared) " : " ").hex(reinterpret_cast<uintptr_t>(held.lock));
    names_.put_site(out_.text(", acquired at "), held.site);
    out_.text("\n");
  }
}

void WaitGraph::put_object(const Waiting& wait) {
  names_.put_class(out_, wait.class_id);
  out_.text(wait.is_lock && (wait.mode & PARAUDIT_SHARED) ? " (shared) " : " ");
  out_.hex(reinterpret_cast<uintptr_t>(wait.object));
  if (wait.key != 0)
    out_.text(" key ").hex(wait.key);
}

void WaitGraph::put_waiting(const Waiting& wait) {
  uint64_t ticks = now_ > wait.since ? now_ - wait.since : 0;
  out_.text("  waits ").seconds(static_cast<uint64_t>(static_cast<double>(ticks) * ns_per_tick())).text(" for ");
  put_object(wait);
  names_.put_record(out_.text(", at "), wait.site, wait.form);
  put_holders(wait);
  out_.text("\n");
}

void WaitGraph::put_holders(const Waiting& wait) {
  uint32_t count = 0;
  for_each_holder(wait, [&](uint32_t holder, const HeldLock* held) {
    if (++count > 8)
      return;
    out_.text(count > 1 ? ", " : held != nullptr ? ", held by " : ", to be ended by ");
    if (holder == wait.who)
      out_.text(seen_[holder].suspended ? "this task itself" : "this thread itself");
    else
      put_who(seen_[holder]);
    if (held != nullptr)
      names_.put_site(out_.text(" since "), held->site);
  });
  if (count > 8)
    out_.text(" and ").number(count - 8).text(" more");
  if (count == 0)
    out_.text(wait.is_lock                        ? ", whose holder is not recorded"
              : owner_of(wait.object).thread != 0 ? ", to be ended by a task that is about to go on"
                                                  : ", nobody is known to end it");
}

// Depth first along "waits for what this thread holds".
void WaitGraph::search(uint32_t who) {
  if (seen_[who].state != 0 || path_.size() == kDeepest)
    return;
  seen_[who].state = 1;
  for (uint32_t i = 0; i < waiting_.size(); ++i) {
    if (waiting_[i].who != who)
      continue;
    for_each_holder(waiting_[i], [&](uint32_t holder, const HeldLock*) {
      Step* step = path_.add();
      if (step == nullptr)
        return;
      *step = {i, holder};
      if (seen_[holder].state == 1)
        put_cycle(holder);
      else
        search(holder);
      path_.drop();
    });
  }
  seen_[who].state = 2;
}

// The path's end is `who`, where the cycle begins as well.
void WaitGraph::put_cycle(uint32_t who) {
  uint64_t first = path_.size() - 1;
  while (waiting_[path_[first].wait].who != who)
    --first;
  ++cycles_;
  out_.text("DEADLOCK:");
  for (uint64_t i = first; i < path_.size(); ++i) {
    const Waiting& wait = waiting_[path_[i].wait];
    out_.text(i == first ? " " : ", ");
    put_who(seen_[wait.who]).text(" waits for ");
    put_object(wait);
    out_.text(wait.is_lock ? " held by " : " to be ended by ");
    put_who(seen_[path_[i].holder]);
  }
  out_.text("\n");
}

std::atomic<uint32_t> graphs_printed{0};

} // namespace

void print_wait_graph(const char* reason) {
  Path path(recorder().directory, "waits-", graphs_printed.fetch_add(1, std::memory_order_relaxed) + 1);
  int file = platform::open_file(path.append(".txt").text(), O_WRONLY | O_CREAT | O_TRUNC);
  {
    TextOut out(file);
    WaitGraph graph(out);
    graph.take();
    graph.print(reason);
  }
  if (file >= 0)
    platform::close_file(file);
}

Liveness read_liveness() {
  Recorder& all = recorder();
  OwnMemory memory;
  Liveness result{};
  uint64_t limit = all.next_thread.load(std::memory_order_relaxed), now = now_ticks(), oldest = now;
  for (uint32_t index = 1; index < limit && index <= all.options.max_threads; ++index) {
    const ThreadState* state = all.states[index].load(std::memory_order_acquire);
    const paraudit_fast_state* where = nullptr;
    const paraudit_thread_header* file = nullptr;
    paraudit_fast_state fast{};
    uint64_t head = 0;
    LockWait wait{};
    if (state == nullptr || !memory.read(&state->fast, where) || !memory.read(where, fast) ||
        !memory.read(&state->wait, wait) || !memory.read(&state->file, file) || !memory.read(&file->ring_head, head))
      continue;
    result.progress = paraudit_mix(result.progress + index + head) ^
                      paraudit_mix(uint64_t{fast.countdown} << 32 ^ reinterpret_cast<uintptr_t>(fast.top));
    if (fast.waits_for == nullptr)
      continue;
    ++result.waits;
    if (wait.since < oldest)
      oldest = wait.since;
  }
  for_each_wait([&](const WaitInProgress&) { ++result.waits; });
  const paraudit_clock_anchor& first = all.log.header().anchors[0];
  double tick =
      !all.use_tsc || now <= first.ticks
          ? 1
          : static_cast<double>(platform::monotonic_ns() - first.monotonic_ns) / static_cast<double>(now - first.ticks);
  result.longest_lock_wait_ns = static_cast<uint64_t>(static_cast<double>(now - oldest) * tick);
  return result;
}

} // namespace paraudit::trace
