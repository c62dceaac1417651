// See returned_guards.cpp.
#include <mutex>

std::unique_lock<std::mutex> take_elsewhere();
std::unique_lock<std::mutex> take_elsewhere_or_throw(int value);
