// What the tests of the sync types share: misuse as an exception, and the mode under test.
//
// The same test program runs in every mode: PARAUDIT_TEST_MODE=no-sync selects the run-time no-sync mode, a serial
// build has only that one.
#ifndef PARAUDIT_RUNTIME_SYNC_TEST_SUPPORT_H
#define PARAUDIT_RUNTIME_SYNC_TEST_SUPPORT_H

#include "runtime/sync/sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace paraudit::test {

// True when locks are real: several threads may be used.
inline bool threads_allowed() {
  return !detail::kSerial && mode() == SyncMode::kSync;
}

// True when a conflict of a thread with itself is misuse; otherwise it deadlocks.
inline bool conflicts_fail() {
#if !defined(NDEBUG)
  if (paraudit_recording() == 0)
    return true;
#endif
  return !threads_allowed();
}

struct MisuseError : std::runtime_error {
  explicit MisuseError(const Misuse& misuse)
      : std::runtime_error(misuse.message), attempted_line(misuse.attempted ? misuse.attempted->line : 0),
        holder_line(misuse.holder ? misuse.holder->line : 0), holder_role(misuse.holder_role) {}
  uint32_t attempted_line, holder_line;
  std::string holder_role;
};

// While it lives, misuse throws MisuseError instead of aborting.
class ThrowOnMisuse {
 public:
  ThrowOnMisuse() : before_(set_misuse_handler([](const Misuse& misuse) { throw MisuseError(misuse); })) {}
  ~ThrowOnMisuse() { set_misuse_handler(before_); }

 private:
  MisuseHandler before_;
};

// Runs `action`, which must be misuse, and returns what was reported.
template <class Action> MisuseError misuse_of(Action&& action) {
  ThrowOnMisuse scope;
  try {
    action();
  } catch (const MisuseError& error) {
    return error;
  }
  ADD_FAILURE() << "no misuse was reported";
  return MisuseError({"", nullptr, nullptr, ""});
}

} // namespace paraudit::test
#endif
