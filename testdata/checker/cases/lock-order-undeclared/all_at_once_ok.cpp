#include <mutex>

std::mutex a;
std::mutex b;

void nested() { std::scoped_lock both(a, b); }
