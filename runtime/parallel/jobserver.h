// A client of GNU make's jobserver: the number of tasks that run at once, over all processes of one `make -j`, stays
// within its limit.
//
//   std::string problem;
//   auto jobserver = Jobserver::from_environment(problem);   // nullptr: no make above, or one that shares nothing
//   WorkerPool pool({.threads = 8, .jobserver = jobserver.get()});
//
// A process owns one token by its existence; each further worker that runs tasks holds one more, read as a byte from
// make's pipe or fifo, and writes the same byte back when it has nothing to run. At least one worker can always run.
// Tokens come back when the pool ends, when the Jobserver dies and, after return_tokens_on_crash(), when a signal kills
// the process (not SIGKILL, which no process sees: make then misses the tokens).
//
// Thread-safety: all members from any thread. Cost: a few system calls per acquire and release; waits are recorded.
// Errors: a MAKEFLAGS that names a jobserver which cannot be used yields nullptr and a reason.
// Source of the protocol: the GNU make manual, "POSIX Jobserver Interaction".
#ifndef PARAUDIT_RUNTIME_PARALLEL_JOBSERVER_H
#define PARAUDIT_RUNTIME_PARALLEL_JOBSERVER_H

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>

namespace paraudit {

class Jobserver {
 public:
  // Which token a worker holds. Not tied to the thread that acquired it.
  enum class Token : int { kNone = -1, kOwn = -2 }; // else an index of held_

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

  // Makes fatal signals that have their default action give the tokens back first. For one Jobserver of the process.
  void return_tokens_on_crash();
  // Gives every token back; safe in a signal handler. The process must end then: its workers believe they hold them.
  void return_all();

 private:
  static constexpr int kFree = -1;
  static constexpr std::size_t kMaxHeld = 1024;

  Jobserver(int read_end, int write_end, int own, int bypass);
  std::optional<Token> hold(unsigned char byte);

  int read_end_, write_end_; // of file descriptions of our own where they do not block
  int own_;                  // eventfd: 1 while nobody uses the token that the process owns by existing
  int bypass_;               // eventfd: how many bypasses are on
  std::array<std::atomic<int>, kMaxHeld> held_; // the bytes of the tokens held, or kFree
};

} // namespace paraudit

#endif
