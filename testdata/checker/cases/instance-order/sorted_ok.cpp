// Several scopes are locked in the order of their addresses.
#include <algorithm>
#include <mutex>
#include <vector>

struct Scope {
  std::mutex mutex;
};

void with_two(std::vector<Scope*> scopes) {
  std::sort(scopes.begin(), scopes.end());
  std::lock_guard<std::mutex> outer(scopes[0]->mutex);
  std::lock_guard<std::mutex> inner(scopes[1]->mutex);
}
