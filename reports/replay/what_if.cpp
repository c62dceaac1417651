#include "reports/replay/what_if.h"

#include <algorithm>
#include <random>

#include "runtime/abi/trace_format.h"

namespace paraudit::reports::replay {
namespace {

// A hold whose release is still to come.
struct OpenHold {
  std::uint32_t lock, new_lock, acquisition;
};

class Holds {
 public:
  void clear() { open_.clear(); }
  void acquired(std::uint32_t lock, std::uint32_t new_lock, std::uint32_t acquisition) {
    open_.push_back({lock, new_lock, acquisition});
  }
  // Of the lock's innermost hold.
  OpenHold released(std::uint32_t lock) {
    auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const OpenHold& hold) { return hold.lock == lock; });
    if (found == open_.rend())
      return {lock, lock, kNone};
    OpenHold hold = *found;
    open_.erase(std::next(found).base());
    return hold;
  }

 private:
  std::vector<OpenHold> open_;
};

// change(op index) returns the acquisition's new lock. For each strand, in order.
template <class Change> void retarget(Program& program, Change change) {
  Holds holds;
  for (const Strand& strand : program.strands) {
    holds.clear();
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      Op& op = program.ops[at];
      if (OpKind(op.kind) == OpKind::kAcquire) {
        std::uint32_t before = op.target;
        op.target = change(at);
        holds.acquired(before, op.target, at);
      } else if (OpKind(op.kind) == OpKind::kRelease) {
        op.target = holds.released(op.target).new_lock;
      }
    }
  }
}

bool in_group(const Program& program, const Op& op, std::uint32_t group) {
  return OpKind(op.kind) == OpKind::kAcquire && program.locks[op.target].group == group;
}

// The section that an acquisition begins: what is computed up to the next operation says it.
std::uint32_t taken_at(const Program& program, std::uint32_t acquisition) {
  return program.ops[acquisition + 1].section;
}

// Whether each lock's keys use all of the range: then no lock of the group is a shard yet, and Sharded's own rule
// holds. The locks of a table that is sharded already see a part of the range each: those are divided by other bits.
bool whole_range(const Program& program, std::uint32_t group) {
  std::uint32_t least = kNone, most = 0;
  std::uint32_t lock = kNone;
  for (std::size_t at = 0; at < program.ops.size(); ++at) {
    const Op& op = program.ops[at];
    if (!in_group(program, op, group) || program.keys[at] == 0 || (lock != kNone && lock != op.target))
      continue;
    lock = op.target;
    least = std::min(least, program.keys[at]);
    most = std::max(most, program.keys[at]);
  }
  return lock != kNone && most > least && most - least > (kNone / 2);
}

std::uint32_t shard_of(std::uint32_t key, unsigned ways, bool own_rule) {
  std::uint64_t bits = own_rule ? key : paraudit_mix(key) >> 32;
  return static_cast<std::uint32_t>(bits * ways >> 32);
}

// Ops that are gone: what was computed before them belongs to the next one.
void remove_ops(Program& program, const std::vector<bool>& gone) {
  std::vector<Op> ops;
  std::vector<std::uint32_t> keys;
  for (Strand& strand : program.strands) {
    auto first = static_cast<std::uint32_t>(ops.size());
    std::uint64_t carried = 0;
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      Op op = program.ops[at];
      carried += op.before;
      if (gone[at])
        continue;
      op.before = carried;
      carried = 0;
      ops.push_back(op);
      if (!program.keys.empty())
        keys.push_back(program.keys[at]);
    }
    strand.first = first;
    strand.last = static_cast<std::uint32_t>(ops.size());
  }
  program.ops = std::move(ops);
  program.keys = std::move(keys);
}

// Both ends of the holds whose acquisition `chosen(index)`.
template <class Chosen> Program without_holds(Program program, Chosen chosen) {
  std::vector<bool> gone(program.ops.size());
  Holds holds;
  for (const Strand& strand : program.strands) {
    holds.clear();
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      const Op& op = program.ops[at];
      if (OpKind(op.kind) == OpKind::kAcquire) {
        holds.acquired(op.target, op.target, at);
        gone[at] = chosen(at);
      } else if (OpKind(op.kind) == OpKind::kRelease) {
        OpenHold hold = holds.released(op.target);
        gone[at] = hold.acquisition != kNone && gone[hold.acquisition];
      }
    }
  }
  remove_ops(program, gone);
  return program;
}

} // namespace

bool has_readers(const Program& program, std::uint32_t group) {
  return std::any_of(program.locks.begin(), program.locks.end(),
                     [group](const LockInstance& lock) { return lock.group == group && lock.readers; });
}

Program sharded(const Program& program, std::uint32_t group, unsigned ways) {
  Program changed = program;
  if (program.keys.empty())
    return changed;
  bool own_rule = whole_range(program, group);
  auto first = static_cast<std::uint32_t>(program.locks.size());
  std::vector<std::uint32_t> shards_of(program.locks.size(), kNone);
  for (std::uint32_t lock = 0; lock < first; ++lock)
    if (program.locks[lock].group == group) {
      shards_of[lock] = static_cast<std::uint32_t>(changed.locks.size());
      changed.locks.insert(changed.locks.end(), ways, program.locks[lock]);
    }
  retarget(changed, [&](std::uint32_t at) {
    std::uint32_t lock = program.ops[at].target;
    bool chosen = shards_of[lock] != kNone && program.keys[at] != 0;
    return chosen ? shards_of[lock] + shard_of(program.keys[at], ways, own_rule) : lock;
  });
  return changed;
}

Keys spread_of_keys(const Program& program, std::uint32_t group, unsigned ways) {
  Keys keys;
  std::vector<std::uint64_t> counts(ways);
  bool own_rule = !program.keys.empty() && whole_range(program, group);
  for (std::size_t at = 0; at < program.ops.size(); ++at) {
    if (!in_group(program, program.ops[at], group))
      continue;
    if (program.keys.empty() || program.keys[at] == 0) {
      ++keys.without;
      continue;
    }
    ++keys.with;
    ++counts[shard_of(program.keys[at], ways, own_rule)];
  }
  if (keys.with != 0)
    keys.busiest =
        static_cast<double>(*std::max_element(counts.begin(), counts.end())) * ways / static_cast<double>(keys.with);
  return keys;
}

Program worker_local(const Program& program, std::uint32_t group) {
  return without_holds(program, [&](std::uint32_t at) { return in_group(program, program.ops[at], group); });
}

std::optional<Program> frozen(const Program& program, std::uint32_t group, std::uint32_t section) {
  bool knows_readers = has_readers(program, group);
  auto frozen_read = [&](std::uint32_t at) {
    const Op& op = program.ops[at];
    if (!in_group(program, op, group) || (op.flags & kAfterWrites) == 0)
      return false;
    return knows_readers ? (op.flags & kShared) != 0 : taken_at(program, at) == section;
  };
  for (std::uint32_t at = 0; at < program.ops.size(); ++at)
    if (frozen_read(at))
      return without_holds(program, frozen_read);
  return std::nullopt;
}

Program shared_at(const Program& program, std::uint32_t section) {
  Program changed = program;
  std::uint32_t group = program.sections[section].group;
  for (LockInstance& lock : changed.locks)
    lock.readers = lock.readers || lock.group == group;
  for (const Strand& strand : changed.strands)
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      Op& op = changed.ops[at];
      if (in_group(changed, op, group) && taken_at(changed, at) == section)
        op.flags |= kShared;
    }
  Holds holds;
  for (const Strand& strand : changed.strands) {
    holds.clear();
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      Op& op = changed.ops[at];
      if (OpKind(op.kind) == OpKind::kAcquire)
        holds.acquired(op.target, op.target, at);
      else if (OpKind(op.kind) == OpKind::kRelease)
        if (std::uint32_t taken = holds.released(op.target).acquisition; taken != kNone)
          op.flags = changed.ops[taken].flags;
    }
  }
  return changed;
}

Program shortened(const Program& program, std::uint32_t section, double part) {
  Program changed = program;
  for (const Strand& strand : changed.strands) {
    std::vector<std::uint32_t> open; // acquisitions, by section nested
    for (std::uint32_t at = strand.first; at < strand.last; ++at) {
      Op& op = changed.ops[at];
      if (op.section == section && !open.empty()) {
        auto moved = static_cast<std::uint64_t>(static_cast<double>(op.before) * part);
        op.before = op.before - moved;
        changed.ops[open.back()].before = changed.ops[open.back()].before + moved;
      }
      if (OpKind(op.kind) == OpKind::kAcquire)
        open.push_back(at);
      else if (OpKind(op.kind) == OpKind::kRelease && !open.empty())
        open.pop_back();
    }
  }
  return changed;
}

Program resampled(const Program& program, std::uint64_t seed) {
  std::vector<std::vector<std::uint64_t>> seen(program.sections.size());
  for (const Op& op : program.ops)
    if (op.section != 0)
      seen[op.section].push_back(op.before);
  Program changed = program;
  std::mt19937_64 random(seed);
  for (Op& op : changed.ops)
    if (op.section != 0)
      op.before = seen[op.section][random() % seen[op.section].size()];
  return changed;
}

} // namespace paraudit::reports::replay
