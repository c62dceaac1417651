// With a time-out of zero these only look, and without a name there is nobody to ask.
#include <chrono>
#include <future>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>

std::mutex mutex;

bool is_ready(std::future<int>& result) {
  std::lock_guard<std::mutex> lock(mutex);
  return result.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

bool is_ready_now(std::shared_future<int>& result) {
  using namespace std::chrono_literals;
  std::lock_guard<std::mutex> lock(mutex);
  return result.wait_for(0ms) == std::future_status::ready ||
         result.wait_for(std::chrono::milliseconds::zero()) == std::future_status::ready;
}

int look(pollfd* files, int set, epoll_event* events) {
  std::lock_guard<std::mutex> lock(mutex);
  return poll(files, 1, 0) + epoll_wait(set, events, 1, 0);
}

int own_address(addrinfo* hints, addrinfo** found) {
  std::lock_guard<std::mutex> lock(mutex);
  return getaddrinfo(nullptr, "0", hints, found);
}
