#include "checker/tool/worker_pool.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

bool write_all(int fd, const void* data, size_t size) {
  const char* bytes = static_cast<const char*>(data);
  while (size > 0) {
    ssize_t written = ::send(fd, bytes, size, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    bytes += written;
    size -= static_cast<size_t>(written);
  }
  return true;
}

bool read_all(int fd, void* data, size_t size) {
  char* bytes = static_cast<char*>(data);
  while (size > 0) {
    ssize_t count = ::read(fd, bytes, size);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    bytes += count;
    size -= static_cast<size_t>(count);
  }
  return true;
}

// The worker's side: an index in, a length and that many bytes out, until the parent closes its end.
[[noreturn]] void serve(int fd, const Job& job) {
  uint64_t index = 0;
  while (read_all(fd, &index, sizeof index)) {
    std::string payload = job(index);
    uint64_t size = payload.size();
    if (!write_all(fd, &size, sizeof size) || !write_all(fd, payload.data(), payload.size())) {
      break;
    }
  }
  // Not exit(): the parent's buffers and static objects were copied by fork and are not ours to flush or destroy.
  ::_exit(0);
}

struct Worker {
  pid_t pid = -1;
  int fd = -1;
  std::optional<size_t> current;
};

std::string describe_death(int status) {
  if (WIFSIGNALED(status)) {
    int signal = WTERMSIG(status);
    return "killed by signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
  }
  return "the worker process ended early with status " + std::to_string(WEXITSTATUS(status));
}

class Pool {
 public:
  Pool(size_t count, unsigned workers, const Job& job, const Progress& progress)
      : job_(job), progress_(progress), results_(count), wanted_(std::min<size_t>(workers, count)) {}

  std::vector<JobResult> run() {
    while (done_ < results_.size()) {
      start_workers();
      if (workers_.empty()) {
        fail_the_rest("cannot start a worker process: " + std::string(::strerror(errno)));
        break;
      }
      wait_for_one();
    }
    for (Worker& worker : workers_) {
      ::close(worker.fd);
      ::waitpid(worker.pid, nullptr, 0);
    }
    return std::move(results_);
  }

 private:
  void start_workers() {
    while (workers_.size() < wanted_ && next_ < results_.size() && start_worker()) {
      assign(workers_.back());
    }
  }

  bool start_worker() {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
      return false;
    }
    pid_t pid = ::fork();
    if (pid == 0) {
      // Other workers' ends must not stay open here, or they would not see the parent close them.
      for (const Worker& worker : workers_) {
        ::close(worker.fd);
      }
      ::close(ends[0]);
      serve(ends[1], job_);
    }
    ::close(ends[1]);
    if (pid < 0) {
      ::close(ends[0]);
      return false;
    }
    workers_.push_back({pid, ends[0], std::nullopt});
    return true;
  }

  void assign(Worker& worker) {
    if (next_ >= results_.size()) {
      return;
    }
    uint64_t index = next_++;
    worker.current = index;
    write_all(worker.fd, &index, sizeof index); // a dead worker is noticed when its answer is read
  }

  void wait_for_one() {
    std::vector<pollfd> waits;
    for (const Worker& worker : workers_) {
      // poll() skips negative descriptors: an idle worker has nothing to say, not even that it died.
      waits.push_back({worker.current ? worker.fd : -1, POLLIN, 0});
    }
    if (::poll(waits.data(), waits.size(), -1) < 0) {
      return;
    }
    for (size_t i = waits.size(); i-- > 0;) {
      if (waits[i].revents != 0) {
        receive(i);
      }
    }
  }

  void receive(size_t position) {
    Worker& worker = workers_[position];
    size_t index = *worker.current;
    JobResult& result = results_[index];
    uint64_t size = 0;
    if (read_all(worker.fd, &size, sizeof size)) {
      result.payload.resize(size);
      result.finished = read_all(worker.fd, result.payload.data(), size);
    }
    if (result.finished) {
      worker.current.reset();
      assign(worker);
    } else {
      bury(position, result);
    }
    progress_(++done_, index);
  }

  void bury(size_t position, JobResult& result) {
    int status = 0;
    ::close(workers_[position].fd);
    ::waitpid(workers_[position].pid, &status, 0);
    result.payload.clear();
    result.failure = describe_death(status);
    workers_.erase(workers_.begin() + static_cast<std::ptrdiff_t>(position));
  }

  void fail_the_rest(const std::string& why) {
    for (JobResult& result : results_) {
      if (!result.finished && result.failure.empty()) {
        result.failure = why;
      }
    }
  }

  const Job& job_;
  const Progress& progress_;
  std::vector<JobResult> results_;
  std::vector<Worker> workers_;
  size_t wanted_;
  size_t next_ = 0;
  size_t done_ = 0;
};

} // namespace

std::vector<JobResult> run_in_workers(size_t count, unsigned workers, const Job& job, const Progress& progress) {
  return Pool(count, workers, job, progress).run();
}

} // namespace paraudit::tool
