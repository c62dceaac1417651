// The pools that the tests run on: worker counts and wait policies, and the inline one.
#ifndef PARAUDIT_RUNTIME_PARALLEL_POOL_MODES_TEST_H
#define PARAUDIT_RUNTIME_PARALLEL_POOL_MODES_TEST_H

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/parallel/pool.h"
#include "runtime/sync/mode.h"
#include "runtime/sync/raw.h"

namespace paraudit {

struct PoolMode {
  unsigned threads;
  WaitPolicy policy;
  bool synchronised = true;

  // Chooses the process's mode, then gives the options.
  PoolOptions options() const {
    reset_mode_for_test();
    set_mode(synchronised ? SyncMode::kSync : SyncMode::kNoSync);
    return {.threads = threads, .wait_policy = policy};
  }
};

inline std::string mode_name(const testing::TestParamInfo<PoolMode>& info) {
  const PoolMode& mode = info.param;
  if (!mode.synchronised) {
    return "inline";
  }
  return (mode.policy == WaitPolicy::kBlock ? "block" : "suspend") + std::to_string(mode.threads);
}

inline std::vector<PoolMode> pool_modes(bool with_inline) {
  std::vector<PoolMode> modes;
  for (unsigned threads : {1u, 2u, 4u, 16u}) {
    if (!detail::kSerial) {
      modes.push_back({threads, WaitPolicy::kBlock});
    }
    if (!detail::kSerial && kDefaultWaitPolicy == WaitPolicy::kSuspend) {
      modes.push_back({threads, WaitPolicy::kSuspend});
    }
  }
  if (with_inline) {
    modes.push_back({1, kDefaultWaitPolicy, false});
  }
  return modes;
}

} // namespace paraudit

#endif
