// Misuse of a sync type: reported through one replaceable handler, never ignored.
//
// The default handler prints the message and both sites to stderr and aborts. A handler may throw (tests do) or end the
// process; if it returns, the process aborts. Thread-safety: set_misuse_handler and report_misuse from any thread.
#ifndef PARAUDIT_RUNTIME_SYNC_MISUSE_H
#define PARAUDIT_RUNTIME_SYNC_MISUSE_H

#include "runtime/sync/site.h"

namespace paraudit {

struct Misuse {
  const char* message;                 // "lock was already held"
  const detail::SiteRecord* attempted; // where the misuse happened; null when not known
  const detail::SiteRecord* holder;    // where the object was taken or made; null when not known
  const char* holder_role;             // what happened there: "held since", "made at"
};

using MisuseHandler = void (*)(const Misuse&);

// Installs a handler and returns the one before it; nullptr means the default.
MisuseHandler set_misuse_handler(MisuseHandler handler);

[[noreturn]] void report_misuse(const Misuse& misuse);

namespace detail {
// "lock was already held": somebody at `attempted` wants what was taken at `holder`.
[[noreturn]] void fail_held(const SiteRecord* attempted, const SiteRecord* holder);
} // namespace detail

} // namespace paraudit
#endif
