// As returned_later_bad.cpp, but what leaves the section is a copy, an object that the table only points to, or an
// interned value that nothing removes.
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

struct Entry {
  int hits = 0;
};

class Cache {
 public:
  void put(const std::string& key) {
    std::lock_guard<std::mutex> guard(mutex_);
    hits_[key]++;
    owned_[key] = std::make_unique<Entry>();
    interned_.emplace(key, 1);
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    hits_.clear();
  }
  int copied(const std::string& key) {
    int hits = 0;
    {
      std::lock_guard<std::mutex> guard(mutex_);
      auto it = hits_.find(key);
      if (it != hits_.end())
        hits = it->second;
    }
    return hits;
  }
  Entry* pointed_to(const std::string& key) {
    Entry* found = nullptr;
    {
      std::lock_guard<std::mutex> guard(mutex_);
      auto it = owned_.find(key);
      if (it != owned_.end())
        found = it->second.get();
    }
    return found;
  }
  const int* interned(const std::string& key) {
    const int* found = nullptr;
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = interned_.find(key);
    if (it != interned_.end())
      found = &it->second;
    return found;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, int> hits_;
  std::map<std::string, std::unique_ptr<Entry>> owned_;
  std::map<std::string, int> interned_;
};

Cache cache;

void run() {
  std::thread worker([] {
    cache.put("a");
    cache.clear();
  });
  cache.copied("a");
  cache.pointed_to("a");
  cache.interned("a");
  worker.join();
}
