// What locks cost, uncontended and contended, under the recording policy that the environment chose.
//
//   PARAUDIT_RECORD=POLICY runtime_lock_cost GROUP ROUNDS
//
// GROUP: uncontended, timeline, contended2, contended4, contended8 (any number), no_sync. Prints one JSON object: each
// contender's nanoseconds per operation, one number a round.

#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>

#include "runtime/benchmarks/lock_contenders.h"
#include "runtime/sync/sync.h"

namespace {

using namespace paraudit::bench;

std::vector<Contender> contenders_of(const std::string& group) {
  using paraudit::SyncMode;
  const std::string contended = "contended";
  bool no_sync = group == "no_sync";
  paraudit::set_mode(no_sync ? SyncMode::kNoSync : SyncMode::kSync);
  if (no_sync)
    return no_sync_locks();
  if (group == "uncontended")
    return uncontended_locks();
  if (group == "timeline")
    return timeline_locks();
  int threads = group.rfind(contended, 0) == 0 ? std::atoi(group.c_str() + contended.size()) : 0;
  return threads > 0 ? contended_locks(threads) : std::vector<Contender>{};
}

} // namespace

int main(int argc, char** argv) {
  std::vector<Contender> contenders = contenders_of(argc > 1 ? argv[1] : "");
  int rounds = argc > 2 ? std::atoi(argv[2]) : 0;
  if (contenders.empty() || rounds <= 0) {
    std::fprintf(stderr, "usage: runtime_lock_cost uncontended|timeline|contendedN|no_sync ROUNDS\n");
    return 2;
  }
  // glibc's mutexes skip their atomics while a process has a single thread; a parallel compiler never sees that.
  std::mutex parked;
  std::unique_lock<std::mutex> until_the_end(parked);
  std::thread idle([&] { std::lock_guard<std::mutex> guard(parked); });
  print(measure(contenders, rounds));
  until_the_end.unlock();
  idle.join();
  return 0;
}
