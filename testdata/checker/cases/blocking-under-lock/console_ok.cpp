// Diagnostics are kept apart line by line: that is what the lock is for.
#include <cstdio>
#include <iostream>
#include <mutex>
#include <string>

std::mutex output_lock;

void report(const std::string& message) {
  std::lock_guard<std::mutex> lock(output_lock);
  std::fprintf(stderr, "error: %s\n", message.c_str());
  std::cerr << "note: " << message << '\n';
}
