#include "runtime/parallel/held_tokens.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <new>

namespace paraudit::detail {

namespace {

// So that the guardian keeps nobody waiting for the end of a pipe that it inherited.
void close_all_but(std::array<int, 3> keep) {
  std::ranges::sort(keep);
  unsigned first = 0;
  for (int file : keep) {
    auto kept = static_cast<unsigned>(file);
    if (kept > first) {
      syscall(SYS_close_range, first, kept - 1, 0);
    }
    first = kept + 1;
  }
  syscall(SYS_close_range, first, ~0u, 0);
}

} // namespace

HeldTokens::HeldTokens(int write_end) : write_end_(write_end), owner_(getpid()) {
  void* memory = mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::bad_alloc();
  }
  table_ = ::new (memory) Table;
  start_guardian();
}

HeldTokens::~HeldTokens() {
  if (stop_ >= 0) {
    if (mine()) {
      eventfd_write(stop_, 1);
    }
    close(stop_);
  }
  munmap(table_, sizeof(Table));
}

bool HeldTokens::mine() const {
  return getpid() == owner_;
}

std::optional<std::size_t> HeldTokens::claim() {
  for (std::size_t index = 0; index < table_->size(); ++index) {
    State free = State::kFree;
    if ((*table_)[index].state.compare_exchange_strong(free, State::kReading)) {
      return index;
    }
  }
  return std::nullopt;
}

// A thread is likely to be preempted as a system call returns, for a long time on a busy machine: what it would note
// only then is lost if the process is killed meanwhile.
std::optional<std::size_t> HeldTokens::take(int read_end) {
  std::optional<std::size_t> index = claim();
  if (!index) {
    return std::nullopt;
  }
  Slot& slot = (*table_)[*index];
  ssize_t got = 0;
  do {
    got = read(read_end, &slot.byte, 1);
  } while (got < 0 && errno == EINTR);
  slot.state = got == 1 ? State::kHeld : State::kFree;
  return got == 1 ? index : std::nullopt;
}

void HeldTokens::give_back(Slot& slot, State state) {
  unsigned char byte = slot.byte;
  if (!slot.state.compare_exchange_strong(state, State::kWriting)) {
    return;
  }
  (void)!write(write_end_, &byte, 1); // the byte was in the pipe, so it has room
  slot.byte = 0;
  slot.state = State::kFree;
}

void HeldTokens::give_back(std::size_t index) {
  if (mine()) {
    give_back((*table_)[index], State::kHeld);
  }
}

void HeldTokens::give_back_all() {
  for (std::size_t index = 0; index < table_->size(); ++index) {
    give_back(index);
  }
}

// Forked twice, so that it is nobody's child here: a program that waits for any child does not meet it. By _Fork, which
// runs no handlers: it allocates nothing, takes no lock, and is not recorded as a process of its own.
void HeldTokens::start_guardian() {
  auto process = static_cast<int>(syscall(SYS_pidfd_open, owner_, 0));
  if (process < 0) {
    return;
  }
  stop_ = eventfd(0, EFD_CLOEXEC);
  pid_t between = stop_ >= 0 ? _Fork() : -1;
  if (between == 0) {
    setsid(); // an interrupt from the terminal is not for it
    pid_t guardian = _Fork();
    if (guardian == 0) {
      guard(process);
    }
    _exit(guardian > 0 ? 0 : 1);
  }
  int status = 1;
  while (between > 0 && waitpid(between, &status, 0) < 0 && errno == EINTR) {
  }
  if (status != 0 && stop_ >= 0) {
    close(stop_);
    stop_ = -1;
  }
  close(process);
}

void HeldTokens::give_back_of_the_dead() {
  for (Slot& slot : *table_) {
    give_back(slot, State::kHeld);
    if (slot.byte != 0) { // read, and killed before it could say so
      give_back(slot, State::kReading);
    }
  }
}

void HeldTokens::guard(int process) {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  (void)!chdir("/");
  close_all_but({process, stop_, write_end_});
  for (;;) {
    pollfd ready[] = {{process, POLLIN, 0}, {stop_, POLLIN, 0}};
    poll(ready, 2, -1);
    if (ready[1].revents != 0) {
      _exit(0);
    }
    if (ready[0].revents != 0) {
      give_back_of_the_dead();
      _exit(0);
    }
  }
}

} // namespace paraudit::detail
