// The jobserver tokens that a process holds, safe over its death: internal to jobserver.cpp.
//
// They are noted in memory that a guardian shares: a process of its own that sleeps until this one has ended, however
// it ended (SIGKILL included), and then writes back what is still noted. The kernel itself notes a token that is taken,
// as the read of the pipe goes to that memory; a token is lost only if the process is killed in the few instructions
// between giving it up and the system call that writes it back. Where no guardian can be had (no pidfd, no process
// left) tokens come back only by give_back and the destructor.
//
// Thread-safety: all members from any thread. Cost: two forks once; taking and giving back are a system call and a few
// atomic stores. Limit: 1024 tokens. A forked child shares the table but not the tokens: in it nothing is given back.
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

  // Reads a token from `read_end`, which does not block, and says where it is noted; nothing when there is none, or no
  // room for it.
  std::optional<std::size_t> take(int read_end);
  void give_back(std::size_t index);
  void give_back_all();
  bool guarded() const { return stop_ >= 0; }

 private:
  enum class State : unsigned char { kFree, kReading, kHeld, kWriting };
  struct Slot {
    std::atomic<State> state = State::kFree;
    unsigned char byte = 0; // the token, from kReading on; 0, which make does not use, until it has been read
  };
  using Table = std::array<Slot, 1024>;

  std::optional<std::size_t> claim();
  void give_back(Slot& slot, State state);

  bool mine() const; // not in a forked child
  void start_guardian();
  void give_back_of_the_dead();
  [[noreturn]] void guard(int process);

  int write_end_;
  int stop_ = -1; // eventfd: the guardian may go
  pid_t owner_;
  Table* table_;
};

} // namespace paraudit::detail

#endif
