#include "runtime/parallel/jobserver.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "runtime/abi/trace_format.h"
#include "runtime/parallel/task_hooks.h"

namespace paraudit {

namespace {

// The value of the last --jobserver-auth (or, from make before 4.2, --jobserver-fds).
std::string_view auth_of(std::string_view flags) {
  std::string_view found;
  for (std::string_view option : {"--jobserver-fds=", "--jobserver-auth="}) {
    if (std::size_t at = flags.rfind(option); at != std::string_view::npos) {
      std::string_view value = flags.substr(at + option.size());
      found = value.substr(0, value.find(' '));
    }
  }
  return found;
}

bool is_pipe(int file) {
  struct stat status{};
  return fstat(file, &status) == 0 && S_ISFIFO(status.st_mode);
}

// The pipe's ends are shared with make and its other children: their flags are not ours to change, so we open the pipe
// anew, for descriptors that do not block.
int reopen(int file, int flags) {
  std::string path = "/proc/self/fd/" + std::to_string(file);
  return open(path.c_str(), flags | O_NONBLOCK | O_CLOEXEC);
}

bool parse_pipe(std::string_view auth, int& read_end, int& write_end) {
  const char* end = auth.data() + auth.size();
  auto first = std::from_chars(auth.data(), end, read_end);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',') {
    return false;
  }
  auto second = std::from_chars(first.ptr + 1, end, write_end);
  return second.ec == std::errc() && second.ptr == end;
}

struct Ends {
  int read = -1;
  int write = -1;
};

Ends open_fifo(const std::string& path, std::string& problem) {
  Ends ends{open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC), -1};
  if (ends.read >= 0 && is_pipe(ends.read)) {
    ends.write = open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  }
  if (ends.write < 0) {
    problem = "make's jobserver fifo " + path +
              " cannot be opened: " + (ends.read >= 0 && !is_pipe(ends.read) ? "it is no fifo" : std::strerror(errno));
  }
  return ends;
}

Ends open_pipe(std::string_view auth, std::string& problem) {
  int read_end = -1;
  int write_end = -1;
  if (!parse_pipe(auth, read_end, write_end)) {
    problem = "MAKEFLAGS has a jobserver that is not understood: " + std::string(auth);
    return {};
  }
  if (!is_pipe(read_end) || !is_pipe(write_end)) {
    problem = "make did not pass its jobserver on: mark the rule that starts this program with '+'";
    return {};
  }
  Ends ends{reopen(read_end, O_RDONLY), reopen(write_end, O_WRONLY)};
  if (ends.read < 0 || ends.write < 0) {
    problem = std::string("make's jobserver pipe cannot be opened: ") + std::strerror(errno);
  }
  return ends;
}

bool take_event(int event) {
  eventfd_t value = 0;
  return eventfd_read(event, &value) == 0;
}

void close_if_open(int file) {
  if (file >= 0) {
    close(file);
  }
}

} // namespace

std::unique_ptr<Jobserver> Jobserver::from_environment(std::string& problem) {
  const char* flags = std::getenv("MAKEFLAGS");
  return flags ? from_makeflags(flags, problem) : nullptr;
}

std::unique_ptr<Jobserver> Jobserver::from_makeflags(std::string_view flags, std::string& problem) {
  std::string_view auth = auth_of(flags);
  if (auth.empty()) {
    return nullptr;
  }
  constexpr std::string_view kFifo = "fifo:";
  Ends ends =
      auth.starts_with(kFifo) ? open_fifo(std::string(auth.substr(kFifo.size())), problem) : open_pipe(auth, problem);
  int own = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC | EFD_SEMAPHORE);
  int bypass = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC | EFD_SEMAPHORE);
  if (ends.read < 0 || ends.write < 0 || own < 0 || bypass < 0) {
    if (problem.empty()) {
      problem = std::string("no descriptors left for make's jobserver: ") + std::strerror(errno);
    }
    for (int file : {ends.read, ends.write, own, bypass}) {
      close_if_open(file);
    }
    return nullptr;
  }
  return std::unique_ptr<Jobserver>(new Jobserver(ends.read, ends.write, own, bypass));
}

Jobserver::Jobserver(int read_end, int write_end, int own, int bypass)
    : read_end_(read_end), write_end_(write_end), own_(own), bypass_(bypass), held_(write_end) {}

Jobserver::~Jobserver() {
  held_.give_back_all();
  for (int file : {read_end_, write_end_, own_, bypass_}) {
    close(file);
  }
}

std::optional<Jobserver::Token> Jobserver::try_acquire() {
  if (take_event(own_)) {
    return Token::kOwn;
  }
  std::optional<std::size_t> index = held_.take(read_end_);
  return index ? std::optional(static_cast<Token>(*index)) : std::nullopt;
}

Jobserver::Token Jobserver::acquire(std::source_location where) {
  if (std::optional<Token> token = try_acquire()) {
    return *token;
  }
  std::uint64_t wait = detail::hook_wait_begin(this, PARAUDIT_OBJECT_JOBSERVER, 0, where);
  Token token = Token::kNone;
  for (;;) {
    pollfd ready[] = {{own_, POLLIN, 0}, {read_end_, POLLIN, 0}, {bypass_, POLLIN, 0}};
    poll(ready, 3, -1);
    if (ready[2].revents & POLLIN) {
      break;
    }
    // Another process may have been faster: then wait again.
    if (std::optional<Token> got = try_acquire()) {
      token = *got;
      break;
    }
  }
  detail::hook_wait_end(this, wait);
  return token;
}

void Jobserver::release(Token token) {
  if (token == Token::kNone) {
    return;
  }
  detail::hook_signal(this, PARAUDIT_OBJECT_JOBSERVER, std::source_location::current());
  if (token == Token::kOwn) {
    eventfd_write(own_, 1);
    return;
  }
  held_.give_back(static_cast<std::size_t>(token));
}

void Jobserver::begin_bypass() {
  eventfd_write(bypass_, 1);
}
void Jobserver::end_bypass() {
  take_event(bypass_);
}

} // namespace paraudit
