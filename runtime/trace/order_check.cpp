#include "runtime/trace/order_check.h"

#include "runtime/trace/mapped_once.h"
#include "runtime/trace/name_index.h"
#include "runtime/trace/paths.h"
#include "runtime/trace/recorder.h"

#include <cstdlib>
#include <unwind.h>

// From the linker: where this library's file header and the end of its code are loaded.
extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start[];
extern "C" __attribute__((visibility("hidden"))) const char _etext[];

namespace paraudit::trace {
namespace {

constexpr uint32_t kMaxEdges = 1u << 20, kHeads = 1u << 16, kLongestCycle = 8, kMostSteps = 200000, kFrames = 24;

struct CallStack {
  uint32_t depth;
  uintptr_t frames[kFrames];
};

// "While it held links[from], the thread acquired the chain's last link."
struct OrderEdge {
  const paraudit_meta_chain* chain;
  const CallStack* stack;
  uint32_t from;
  OrderEdge* next;

  const paraudit_chain_link& link(uint32_t index) const {
    return reinterpret_cast<const paraudit_chain_link*>(chain + 1)[index];
  }
  const paraudit_chain_link& held() const { return link(from); }
  const paraudit_chain_link& wanted() const { return link(chain->length - 1); }
  bool within_class() const { return held().class_id == wanted().class_id; }
};

// Everything that was seen, by the class held. Only grows.
struct OrderGraph {
  std::atomic<OrderEdge*> heads[kHeads];
  OrderEdge edges[kMaxEdges];
  CallStack stacks[kMaxEdges / 4];
  std::atomic<uint32_t> edge_count, stack_count;
};
std::atomic<OrderGraph*> order_graph{nullptr};
std::atomic<bool> cycle_reported{false};

OrderGraph* graph() {
  return mapped_once(order_graph, 1);
}

_Unwind_Reason_Code add_order_frame(_Unwind_Context* context, void* argument) {
  auto& stack = *static_cast<CallStack*>(argument);
  uintptr_t address = _Unwind_GetIP(context);
  if (stack.depth == kFrames || address == 0)
    return _URC_END_OF_STACK;
  bool ours = address >= reinterpret_cast<uintptr_t>(__ehdr_start) && address < reinterpret_cast<uintptr_t>(_etext);
  if (!ours)
    stack.frames[stack.depth++] = address - 1; // the call, not what follows it
  return _URC_NO_REASON;
}

const CallStack* take_stack(OrderGraph& all) {
  uint32_t index = all.stack_count.fetch_add(1, std::memory_order_relaxed);
  if (index >= kMaxEdges / 4)
    return nullptr;
  _Unwind_Backtrace(add_order_frame, &all.stacks[index]);
  return &all.stacks[index];
}

// Whether what thread `from` did at `from_ticks` is over before thread `to` does something at `to_ticks`, by way of
// threads that were started and joined.
bool happens_before(uint32_t from, uint64_t from_ticks, uint32_t to, uint64_t to_ticks) {
  uint64_t count = recorder().next_thread.load(std::memory_order_relaxed);
  if (from >= count || to >= count)
    return false;
  auto* reached = static_cast<uint64_t*>(platform::map_memory(count * sizeof(uint64_t))); // 0: not reached
  if (reached == nullptr)
    return false;
  reached[from] = from_ticks;
  for (bool changed = true; changed;) {
    changed = false;
    recorder().log.for_each([&](uint32_t kind, const paraudit_meta_head* head) {
      auto* edge = reinterpret_cast<const paraudit_meta_edge_sync*>(head + 1);
      if (kind != PARAUDIT_META_EDGE_SYNC || edge->from_thread >= count || edge->to_thread >= count ||
          reached[edge->from_thread] == 0 || reached[edge->from_thread] > edge->ticks)
        return;
      uint64_t& known = reached[edge->to_thread];
      if (known == 0 || known > edge->ticks) {
        known = edge->ticks;
        changed = true;
      }
    });
  }
  bool result = reached[to] != 0 && reached[to] <= to_ticks;
  platform::unmap(reached, count * sizeof(uint64_t));
  return result;
}

// The phase that a thread was in.
paraudit_meta_phase phase_at(uint32_t thread, uint64_t ticks) {
  paraudit_meta_phase latest{};
  recorder().log.for_each([&](uint32_t kind, const paraudit_meta_head* head) {
    auto* phase = reinterpret_cast<const paraudit_meta_phase*>(head + 1);
    if (kind == PARAUDIT_META_PHASE && phase->thread == thread && phase->ticks <= ticks && phase->ticks >= latest.ticks)
      latest = *phase;
  });
  return latest;
}

bool in_different_phases(const paraudit_meta_chain& one, const paraudit_meta_chain& other) {
  paraudit_meta_phase first = phase_at(one.thread, one.ticks), second = phase_at(other.thread, other.ticks);
  return first.phase != 0 && second.phase != 0 && first.group == second.group && first.phase != second.phase;
}

bool both_shared(const paraudit_chain_link& one, const paraudit_chain_link& other) {
  return (one.mode & other.mode & PARAUDIT_SHARED) != 0;
}

// A lock that both held keeps them from being there at the same time.
bool kept_apart(const OrderEdge& one, const OrderEdge& other) {
  for (uint32_t i = 0; i + 1 < one.chain->length; ++i)
    for (uint32_t j = 0; j + 1 < other.chain->length; ++j)
      if (one.link(i).class_id == other.link(j).class_id && one.link(i).instance == other.link(j).instance &&
          !both_shared(one.link(i), other.link(j)))
        return true;
  return false;
}

class CycleSearch {
 public:
  CycleSearch(OrderGraph& graph, const OrderEdge& closing) : graph_(graph) { path_[0] = &closing; }

  // Whether edges lead from what the first edge wants back to what it holds.
  bool find() {
    const paraudit_chain_link& wanted = path_[length_ - 1]->wanted();
    bool within = path_[0]->within_class();
    for (const OrderEdge* edge = graph_.heads[wanted.class_id % kHeads].load(); edge != nullptr; edge = edge->next) {
      if (++steps_ > kMostSteps) {
        count_drop(Drop::kOrderSearches);
        return false;
      }
      if (!same_node(edge->held(), wanted) || edge->within_class() != within || !fits(*edge))
        continue;
      path_[length_++] = edge;
      if (same_node(edge->wanted(), path_[0]->held()) ? closes(*edge) : length_ < kLongestCycle && find())
        return true;
      --length_;
    }
    return false;
  }
  const OrderEdge& operator[](uint32_t index) const { return *path_[index]; }
  uint32_t length() const { return length_; }

 private:
  bool same_node(const paraudit_chain_link& one, const paraudit_chain_link& other) const {
    return one.class_id == other.class_id && (!path_[0]->within_class() || one.instance == other.instance);
  }
  bool fits(const OrderEdge& edge) const {
    if (both_shared(path_[length_ - 1]->wanted(), edge.held()))
      return false;
    for (uint32_t i = 0; i < length_; ++i)
      if (path_[i]->chain->thread == edge.chain->thread || kept_apart(*path_[i], edge))
        return false;
    return true;
  }
  // The costly question last.
  bool closes(const OrderEdge& edge) const {
    if (both_shared(edge.wanted(), path_[0]->held()))
      return false;
    for (uint32_t i = 0; i < length_; ++i)
      for (uint32_t j = 0; j < length_; ++j)
        if (i != j && (in_different_phases(*path_[i]->chain, *path_[j]->chain) ||
                       happens_before(path_[i]->chain->thread, path_[i]->chain->ticks, path_[j]->chain->thread,
                                      path_[j]->chain->ticks)))
          return false;
    return true;
  }

  OrderGraph& graph_;
  const OrderEdge* path_[kLongestCycle];
  uint32_t length_ = 1, steps_ = 0;
};

void put_stack(TextOut& out, const NameIndex& names, const CallStack* stack) {
  if (stack == nullptr || stack->depth == 0)
    return;
  out.text("  call stack (see addr2line -Cfpie FILE OFFSET)\n");
  for (uint32_t i = 0; i < stack->depth; ++i) {
    names.put_address(out.text("    "), stack->frames[i]);
    out.text("\n");
  }
}

void put_edge(TextOut& out, const NameIndex& names, const OrderEdge& edge, bool current) {
  out.text("thread ").number(edge.chain->thread).text(current ? " now acquires " : " acquired ");
  names.put_class(out, edge.wanted().class_id);
  names.put_site(out.text(" at "), edge.wanted().site);
  out.text(current ? "\n  while it holds\n" : ",\n  when it was first seen to do so, while it held\n");
  for (uint32_t i = 0; i + 1 < edge.chain->length; ++i) {
    names.put_class(out.text("    "), edge.link(i).class_id);
    names.put_site(out.text(edge.link(i).mode & PARAUDIT_SHARED ? " (shared), acquired at " : ", acquired at "),
                   edge.link(i).site);
    out.text("\n");
  }
  put_stack(out, names, edge.stack);
}

// The first thread that gets here ends the process; others that found a cycle meanwhile wait for that.
template <class Put> [[noreturn]] void stop_process(const char* what, Put&& put) {
  while (cycle_reported.exchange(true, std::memory_order_acq_rel))
    platform::system_call(SYS_pause);
  Path path;
  path.append(recorder().directory).append("/cycle.txt");
  int file = platform::open_file(path.text(), O_WRONLY | O_CREAT | O_TRUNC);
  {
    TextOut out(file);
    NameIndex names;
    out.text("paraudit: ").text(what).text("; stopping, as PARAUDIT_ABORT_ON_CYCLE says\n");
    put(out, names);
    out.text("paraudit: also in ").text(path.text()).text("\n");
  }
  std::abort();
}

bool has_index_order(uint32_t class_id) {
  return NameIndex().index_ordered(class_id);
}

} // namespace

void check_order(const paraudit_meta_chain* chain) {
  auto* links = reinterpret_cast<const paraudit_chain_link*>(chain + 1);
  OrderGraph* all = graph();
  if (all == nullptr || chain->length < 2 || (links[chain->length - 1].mode & PARAUDIT_TRY) != 0)
    return;
  const CallStack* stack = take_stack(*all);
  for (uint32_t from = 0; from + 1 < chain->length; ++from) {
    uint32_t index = all->edge_count.fetch_add(1, std::memory_order_relaxed);
    if (index >= kMaxEdges)
      return count_drop(Drop::kOrderSearches);
    OrderEdge& edge = all->edges[index];
    edge = {chain, stack, from, nullptr};
    if (edge.within_class() &&
        (edge.held().instance == edge.wanted().instance || has_index_order(edge.held().class_id)))
      continue;
    // Published before the search: of two threads that close a cycle at the same moment one finds it.
    std::atomic<OrderEdge*>& head = all->heads[edge.held().class_id % kHeads];
    edge.next = head.load();
    while (!head.compare_exchange_weak(edge.next, &edge)) {
    }
    if (CycleSearch search(*all, edge); search.find())
      stop_process("lock-order cycle", [&](TextOut& out, const NameIndex& names) {
        for (uint32_t i = 0; i < search.length(); ++i)
          put_edge(out, names, search[i], i == 0);
      });
  }
}

void report_own_wait(uint32_t thread, const paraudit_chain_link& link) {
  OrderGraph* all = graph();
  const CallStack* stack = all == nullptr ? nullptr : take_stack(*all);
  stop_process("a thread waits for a lock that it holds", [&](TextOut& out, const NameIndex& names) {
    names.put_class(out.text("thread ").number(thread).text(" now waits for "), link.class_id);
    names.put_site(out.text(" at "), link.site);
    out.text("\n");
    put_stack(out, names, stack);
  });
}

void forget_order() {
  order_graph.store(nullptr,
                    std::memory_order_relaxed); // its memory stays: a thread of the parent may have it half done
  cycle_reported.store(false, std::memory_order_relaxed);
}

} // namespace paraudit::trace
