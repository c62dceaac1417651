#include "checker/tool/result_board.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <memory>
#include <new>

#include <semaphore.h>
#include <sys/mman.h>
#include <unistd.h>

namespace paraudit::tool {

struct ResultBoard::Shared {
  sem_t workers, servers;
  std::atomic<std::uint64_t> end; // of the file
};

struct ResultBoard::Slot {
  std::atomic<bool> works, is_posted, has_note;
  std::atomic<std::uint32_t> note;
  std::uint64_t offset, size;
};

facts::Result<std::unique_ptr<ResultBoard>> ResultBoard::open(std::size_t jobs, unsigned workers) {
  std::unique_ptr<ResultBoard> board(new ResultBoard);
  board->bytes_ = sizeof(Shared) + jobs * sizeof(Slot);
  void* memory = ::mmap(nullptr, board->bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  std::FILE* file = std::tmpfile();
  if (memory == MAP_FAILED || file == nullptr || ::pipe(board->ends_) != 0) {
    return facts::Error{std::string("no shared memory, temporary file or pipe: ") + std::strerror(errno)};
  }
  board->file_ = ::dup(::fileno(file));
  std::fclose(file);
  board->shared_ = new (memory) Shared{};
  board->slots_ = reinterpret_cast<Slot*>(board->shared_ + 1);
  std::uninitialized_value_construct_n(board->slots_, jobs);
  ::sem_init(&board->shared_->workers, 1, workers);
  ::sem_init(&board->shared_->servers, 1, workers);
  return board;
}

ResultBoard::~ResultBoard() {
  if (shared_ != nullptr) {
    ::munmap(shared_, bytes_);
  }
  for (int fd : {file_, ends_[0], ends_[1]}) {
    if (fd >= 0) {
      ::close(fd);
    }
  }
}

bool ResultBoard::post(std::size_t job, const std::string& result) {
  Slot& slot = slots_[job];
  slot.offset = shared_->end.fetch_add(result.size());
  slot.size = result.size();
  for (std::size_t written = 0; written < result.size();) {
    const ssize_t count =
        ::pwrite(file_, result.data() + written, result.size() - written, static_cast<off_t>(slot.offset + written));
    if (count < 0 && errno != EINTR) {
      return false;
    }
    written += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  slot.is_posted.store(true);
  const std::uint64_t number = job;
  return ::write(ends_[1], &number, sizeof number) == sizeof number;
}

void ResultBoard::note(std::size_t job, std::uint32_t note) {
  slots_[job].note = note;
  slots_[job].has_note = true;
}

std::optional<std::uint32_t> ResultBoard::take_note(std::size_t job) {
  return slots_[job].has_note.exchange(false) ? std::optional<std::uint32_t>(slots_[job].note) : std::nullopt;
}

void ResultBoard::close_input() {
  ::close(ends_[1]);
  ends_[1] = -1;
}

std::optional<std::size_t> ResultBoard::wait() {
  std::uint64_t number = 0;
  ssize_t count = 0;
  do {
    count = ::read(ends_[0], &number, sizeof number); // written in one piece, as it is shorter than PIPE_BUF
  } while (count < 0 && errno == EINTR);
  return count == sizeof number ? std::optional<std::size_t>(number) : std::nullopt;
}

std::string ResultBoard::result(std::size_t job) const {
  std::string text(slots_[job].size, '\0');
  std::size_t have = 0;
  while (have < text.size()) {
    const ssize_t count =
        ::pread(file_, text.data() + have, text.size() - have, static_cast<off_t>(slots_[job].offset + have));
    if (count == 0 || (count < 0 && errno != EINTR)) {
      return "";
    }
    have += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return text;
}

bool ResultBoard::acquire(std::size_t job, int milliseconds) {
  timespec until{};
  ::clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += milliseconds * 1'000'000L;
  until.tv_sec += until.tv_nsec / 1'000'000'000L;
  until.tv_nsec %= 1'000'000'000L;
  if (::sem_timedwait(&shared_->workers, &until) != 0) {
    return false;
  }
  slots_[job].works = true;
  return true;
}

void ResultBoard::release(std::size_t job) {
  if (slots_[job].works.exchange(false)) {
    ::sem_post(&shared_->workers);
  }
}

bool ResultBoard::try_acquire_server() {
  return ::sem_trywait(&shared_->servers) == 0;
}

void ResultBoard::release_server() {
  ::sem_post(&shared_->servers);
}

} // namespace paraudit::tool
