// The pools that the tests run on: worker counts and wait policies, and the inline one.
#ifndef PARAUDIT_RUNTIME_PARALLEL_POOL_MODES_TEST_H
#define PARAUDIT_RUNTIME_PARALLEL_POOL_MODES_TEST_H

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/parallel/pool.h"

namespace paraudit {

struct PoolMode {
  unsigned threads;
  WaitPolicy policy;
  bool synchronised = true;

  PoolOptions options() const { return {.threads = threads, .wait_policy = policy, .synchronised = synchronised}; }
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
    modes.push_back({threads, WaitPolicy::kBlock});
    if (kDefaultWaitPolicy == WaitPolicy::kSuspend) {
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
