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

// The pipe has room: the byte was in it.
void write_byte(int write_end, int byte) {
  auto raw = static_cast<unsigned char>(byte);
  (void)!write(write_end, &raw, 1); // NOLINT(paraudit-blocking-under-lock): it has room, so that nobody waits
}

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
  for (std::atomic<int>& byte : *table_) {
    byte.store(kFree, std::memory_order_relaxed);
  }
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

std::optional<std::size_t> HeldTokens::note(unsigned char byte) {
  for (std::size_t index = 0; index < table_->size(); ++index) {
    int free = kFree;
    if ((*table_)[index].compare_exchange_strong(free, byte)) {
      return index;
    }
  }
  write_byte(write_end_, byte);
  return std::nullopt;
}

void HeldTokens::give_back(std::size_t index) {
  int byte = mine() ? (*table_)[index].exchange(kFree) : kFree;
  if (byte != kFree) {
    write_byte(write_end_, byte);
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
      owner_ = getpid();
      give_back_all();
      _exit(0);
    }
  }
}

} // namespace paraudit::detail
