// Time-outs that are not zero, or not known to be; a name that has to be looked up.
#include <chrono>
#include <future>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <sys/epoll.h>

std::mutex mutex;

bool is_ready(std::future<int>& result) {
  std::lock_guard<std::mutex> lock(mutex);
  return result.wait_for(std::chrono::seconds(1)) == std::future_status::ready; // CHECK: paraudit-blocking-under-lock
}

bool is_ready_in(std::future<int>& result, std::chrono::seconds time) {
  std::lock_guard<std::mutex> lock(mutex);
  return result.wait_for(time) == std::future_status::ready; // CHECK: paraudit-blocking-under-lock
}

int wait_for(pollfd* files, int timeout) {
  std::lock_guard<std::mutex> lock(mutex);
  return poll(files, 1, timeout); // CHECK: paraudit-blocking-under-lock
}

int wait_for_ever(int set, epoll_event* events) {
  std::lock_guard<std::mutex> lock(mutex);
  return epoll_wait(set, events, 1, -1); // CHECK: paraudit-blocking-under-lock
}

int address(const char* host, addrinfo* hints, addrinfo** found) {
  std::lock_guard<std::mutex> lock(mutex);
  return getaddrinfo(host, "0", hints, found); // CHECK: paraudit-blocking-under-lock
}
