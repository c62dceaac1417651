// How fast lock operations are replayed: simulations of a made program, on one thread.
//
//   reports_replay_benchmark [WORKERS] [ROUNDS]
//
// 1000 tasks of 1000 items each: compute, take one of 64 locks (one of them four times as often), compute under it.
// Prints one line of JSON: the lock operations of a round, and each round's seconds of processor time.

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "reports/replay/simulator.h"
#include "runtime/abi/trace_format.h"

namespace {

using namespace paraudit::reports::replay;

constexpr std::uint32_t kTasks = 1000, kItems = 1000, kLocks = 64;

Op op_of(OpKind kind, std::uint64_t before, std::uint32_t target) {
  Op op;
  op.before = before;
  op.kind = static_cast<std::uint64_t>(kind);
  op.target = target;
  return op;
}

void add_task(Program& program, std::uint32_t task) {
  for (std::uint32_t item = 0; item < kItems; ++item) {
    std::uint64_t dice = paraudit_mix(std::uint64_t{task} * kItems + item);
    std::uint32_t lock = static_cast<std::uint32_t>(dice % (kLocks + 3));
    program.ops.push_back(op_of(OpKind::kAcquire, 200 + (dice >> 32) % 200, lock < kLocks ? lock : 0));
    program.ops.push_back(op_of(OpKind::kRelease, 20 + (dice >> 48) % 20, lock < kLocks ? lock : 0));
  }
}

Program make_program() {
  Program program;
  program.groups = {0};
  program.locks.assign(kLocks, {});
  auto close = [&](bool thread) {
    program.ops.push_back(op_of(OpKind::kEnd, 0, 0));
    Strand strand;
    strand.first = program.strands.empty() ? 0 : program.strands.back().last;
    strand.last = static_cast<std::uint32_t>(program.ops.size());
    strand.thread = thread;
    program.strands.push_back(strand);
  };
  for (std::uint32_t task = 1; task <= kTasks; ++task)
    program.ops.push_back(op_of(OpKind::kSpawn, 10, task));
  for (std::uint32_t task = 1; task <= kTasks; ++task)
    program.ops.push_back(op_of(OpKind::kJoin, 0, task));
  close(true);
  for (std::uint32_t task = 1; task <= kTasks; ++task) {
    add_task(program, task);
    close(false);
  }
  return program;
}

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

} // namespace

int main(int argc, char** argv) {
  Machine machine;
  machine.workers = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 16;
  machine.wake = 20'000;
  machine.spin = 3'000;
  machine.steal = 1'000;
  int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  if (machine.workers == 0 || rounds <= 0) {
    std::fprintf(stderr, "usage: reports_replay_benchmark [WORKERS] [ROUNDS]\n");
    return 2;
  }
  Program program = make_program();
  std::uint64_t operations = simulate(program, machine).lock_operations;
  std::printf("{\"operations\": %llu, \"seconds\": [", static_cast<unsigned long long>(operations));
  for (int round = 0; round < rounds; ++round) {
    double start = cpu_seconds();
    simulate(program, machine);
    std::printf("%s%.6f", round == 0 ? "" : ", ", cpu_seconds() - start);
  }
  std::printf("]}\n");
  return 0;
}
