// An incremental cache reads its file with the index locked.
#include <fstream>
#include <mutex>
#include <string>
#include <unordered_map>

class DepGraphCache {
public:
  std::string load(const std::string& path) {
    std::scoped_lock lock(mutex_);
    std::ifstream in(path); // CHECK: paraudit-blocking-under-lock
    std::string text;
    std::getline(in, text); // CHECK: paraudit-blocking-under-lock
    index_[path] = text;
    return text;
  }

private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::string> index_;
};

DepGraphCache cache;
std::string open(const std::string& path) { return cache.load(path); }
