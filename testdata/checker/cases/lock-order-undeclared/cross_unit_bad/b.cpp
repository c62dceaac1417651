#include <mutex>

static std::mutex inner_lock;

void inner() { std::lock_guard<std::mutex> guard(inner_lock); } // CHECK: paraudit-lock-order-undeclared
