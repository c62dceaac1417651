// The jobserver tokens that a process holds, safe over its death: internal to jobserver.cpp.
//
// They are noted in memory that a guardian shares: a process of its own that sleeps until this one has ended, however
// it ended (SIGKILL included), and then writes back what is still noted. A token is lost only if the process is killed
// in the few instructions between a system call on the pipe and the note about it. Where no guardian can be had (no
// pidfd, no process left) tokens come back only by give_back and the destructor.
//
// Thread-safety: all members from any thread. Cost: two forks once; a note is an atomic exchange. Limit: 1024 tokens.
// A forked child shares the table but not the tokens: in it nothing is given back.
#ifndef PARAUDIT_RUNTIME_PARALLEL_HELD_TOKENS_H
#define PARAUDIT_RUNTIME_PARALLEL_HELD_TOKENS_H

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>

#include <sys/types.h>

namespace paraudit::detail {

class HeldTokens {
 public:
  // Tokens are given back to `write_end`, which stays the caller's. Throws std::bad_alloc.
  explicit HeldTokens(int write_end);
  // Lets the guardian go; the write end may be closed already: give_back_all comes before.
  ~HeldTokens();
  HeldTokens(const HeldTokens&) = delete;
  HeldTokens& operator=(const HeldTokens&) = delete;

  // Where the token is noted; nothing when there are too many.
  std::optional<std::size_t> note(unsigned char byte);
  void give_back(std::size_t index);
  void give_back_all();
  bool guarded() const { return stop_ >= 0; }

 private:
  static constexpr int kFree = -1;
  using Table = std::array<std::atomic<int>, 1024>;

  bool mine() const; // not in a forked child
  void start_guardian();
  [[noreturn]] void guard(int process);

  int write_end_;
  int stop_ = -1; // eventfd: the guardian may go
  pid_t owner_;
  Table* table_; // the bytes, or kFree
};

} // namespace paraudit::detail

#endif
