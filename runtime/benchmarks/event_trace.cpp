// A program whose timeline recording has about as many events as asked: what the report's speed is measured on.
//
//   PARAUDIT_RECORD=timeline runtime_event_trace EVENTS [WORKERS]
//
// Shaped like a compiler's parallel pass: tasks that intern keys in a sharded table, read a frozen-like table, and push
// results under nested locks; some of the acquisitions are contended. Prints the number of lock operations.

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <numeric>
#include <vector>

#include "runtime/parallel/par.h"
#include "runtime/sync/sync.h"

namespace {

using namespace paraudit;

// Records of one item: KEY_HASH and HOLD for the shard, HOLD for the read, the outer and the inner lock.
constexpr std::uint64_t kRecordsPerItem = 5;

struct Shared {
  Sharded<std::uint64_t> interner{"bench::Interner::shards"};
  RwLock<std::uint64_t> types{0, "bench::Types::table"};
  Lock<std::uint64_t> diagnostics{0, "bench::Session::diagnostics"};
  Lock<std::uint64_t> arena{0, "bench::Session::arena"};
};

void run_item(Shared& shared, std::uint64_t item) {
  std::uint64_t hash = paraudit_mix(item % 5000);
  *shared.interner.lock_shard_by_hash(hash) += 1;
  std::uint64_t seen = *shared.types.read();
  auto outer = shared.diagnostics.lock();
  *shared.arena.lock() += seen;
  *outer += 1;
}

} // namespace

int main(int argc, char** argv) {
  std::uint64_t events = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  unsigned workers = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 2;
  if (events == 0 || workers == 0) {
    std::fprintf(stderr, "usage: runtime_event_trace EVENTS [WORKERS]\n");
    return 2;
  }
  set_mode(SyncMode::kSync);
  Shared shared;
  WorkerPool pool({.threads = workers});
  // Many loops, so that tasks begin and end throughout.
  constexpr std::uint64_t kLoop = 2000;
  std::uint64_t items = events / kRecordsPerItem;
  for (std::uint64_t at = 0; at < items; at += kLoop) {
    std::vector<std::uint64_t> part(std::min(kLoop, items - at));
    std::iota(part.begin(), part.end(), at);
    pool.install([&] { par_for_each_in("pass", part, [&](std::uint64_t item) { run_item(shared, item); }); });
  }
  std::printf("%llu\n", static_cast<unsigned long long>(*shared.diagnostics.lock()) * 4);
  return 0;
}
