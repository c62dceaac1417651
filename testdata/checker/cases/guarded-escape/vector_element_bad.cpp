// The vector grows, and its elements move.
#include <mutex>
#include <string>
#include <vector>

class Files {
public:
  unsigned long add(const std::string& path) {
    std::lock_guard<std::mutex> lock(mutex_);
    paths_.push_back(path);
    return paths_.size();
  }
  const std::string& path(unsigned long id) const {
    std::lock_guard<std::mutex> lock(mutex_);
    return paths_[id]; // CHECK: paraudit-guarded-escape
  }

private:
  mutable std::mutex mutex_;
  std::vector<std::string> paths_;
};

unsigned long use(Files& files) { return files.path(files.add("a.cpp") - 1).size(); }
