// The same calls, given a file.
#include <cstdio>
#include <mutex>
#include <string>
#include <unistd.h>

std::mutex log_lock;
std::FILE* log_file;

void log(const std::string& message) {
  std::lock_guard<std::mutex> lock(log_lock);
  std::fwrite(message.data(), message.size(), 1, log_file); // CHECK: paraudit-blocking-under-lock
  std::fflush(log_file);                                    // CHECK: paraudit-blocking-under-lock
}

long log_raw(int descriptor, const std::string& message) {
  std::lock_guard<std::mutex> lock(log_lock);
  return write(descriptor, message.data(), message.size()); // CHECK: paraudit-blocking-under-lock
}
