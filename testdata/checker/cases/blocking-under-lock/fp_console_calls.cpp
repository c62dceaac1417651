// Calls for files that are given the terminal's stream or descriptor.
#include <cstdio>
#include <iostream>
#include <mutex>
#include <string>
#include <unistd.h>

std::mutex output_lock;

void report(const std::string& message) {
  std::lock_guard<std::mutex> lock(output_lock);
  std::fwrite(message.data(), message.size(), 1, stderr);
  std::fputs(message.c_str(), stdout);
  std::fflush(stderr);
  std::fflush(stdout);
  std::clog << message;
}

long report_raw(const std::string& message) {
  std::lock_guard<std::mutex> lock(output_lock);
  return write(STDERR_FILENO, message.data(), message.size()) + write(1, "\n", 1);
}
