// A client of GNU make's jobserver: the number of tasks that run at once, over all processes of one `make -j`, stays
// within its limit.
//
//   std::string problem;
//   auto jobserver = Jobserver::from_environment(problem);   // nullptr: no make above, or one that shares nothing
//   WorkerPool pool({.threads = 8, .jobserver = jobserver.get()});
//
// A process owns one token by its existence; each further worker that runs tasks holds one more, read as a byte from
// make's pipe or fifo, and writes the same byte back when it has nothing to run. At least one worker can always run.
// Tokens come back when the pool ends, when the Jobserver dies and when the process does, however it ends: a guardian
// process, forked by the constructor, sees to that (held_tokens.h). Make it early, before the process is large and has
// threads. A forked child must not use its parent's Jobserver; that it inherits one is harmless.
//
// Thread-safety: all members from any thread. Cost: two forks at the start, then a few system calls per acquire and
// release; waits are recorded. Limit: 1024 tokens held.
// Errors: a MAKEFLAGS that names a jobserver which cannot be used yields nullptr and a reason.
// Source of the protocol: the GNU make manual, "POSIX Jobserver Interaction".
#ifndef PARAUDIT_RUNTIME_PARALLEL_JOBSERVER_H
#define PARAUDIT_RUNTIME_PARALLEL_JOBSERVER_H

#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

#include "runtime/parallel/held_tokens.h"

namespace paraudit {

class Jobserver {
 public:
  // Which token a worker holds. Not tied to the thread that acquired it.
  enum class Token : int { kNone = -1, kOwn = -2 }; // else where held_ has it

  // By the environment variable MAKEFLAGS. `problem` says why a jobserver that is named there cannot be used.
  static std::unique_ptr<Jobserver> from_environment(std::string& problem);
  static std::unique_ptr<Jobserver> from_makeflags(std::string_view flags, std::string& problem);
  ~Jobserver();
  Jobserver(const Jobserver&) = delete;
  Jobserver& operator=(const Jobserver&) = delete;

  // Blocks until there is one; kNone only while bypassed. Not interrupted by signals.
  Token acquire(std::source_location where = std::source_location::current());
  std::optional<Token> try_acquire();
  void release(Token token);

  // While bypassed, acquire gives kNone at once, those that block in it included. Counts.
  void begin_bypass();
  void end_bypass();

  // Whether tokens come back even if the process is killed.
  bool survives_kill() const { return held_.guarded(); }

 private:
  Jobserver(int read_end, int write_end, int own, int bypass);

  int read_end_, write_end_; // of file descriptions of our own where they do not block
  int own_;                  // eventfd: 1 while nobody uses the token that the process owns by existing
  int bypass_;               // eventfd: how many bypasses are on
  detail::HeldTokens held_;
};

} // namespace paraudit

#endif
