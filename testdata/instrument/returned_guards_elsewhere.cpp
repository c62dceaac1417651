// See returned_guards.cpp: guards of functions whose body is in another file.
#include "returned_guards.h"

namespace {
std::mutex mutex;
} // namespace

std::unique_lock<std::mutex> take_elsewhere() {
  return std::unique_lock(mutex);
}

std::unique_lock<std::mutex> take_elsewhere_or_throw(int value) {
  std::unique_lock<std::mutex> lock(mutex);
  if (value == 0)
    throw value;
  return lock;
}
