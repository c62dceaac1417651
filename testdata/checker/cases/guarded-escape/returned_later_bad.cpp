// Pointers that get their value in the critical section and leave the function later, in all the ways that are usual.
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Entry {
  int hits = 0;
  std::string name;
};

class Cache {
 public:
  void put(const std::string& key) {
    std::lock_guard<std::mutex> guard(mutex_);
    entries_[key].hits++;
    recent_.emplace_back();
    spare_.emplace_back();
  }
  void clear() {
    std::lock_guard<std::mutex> guard(mutex_);
    entries_.clear();
    recent_.clear();
    spare_.clear();
  }
  Entry* choose(const std::string& key) {
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = entries_.find(key);
    return it == entries_.end() ? nullptr : &it->second; // CHECK: paraudit-guarded-escape
  }
  Entry& one_of_two(bool first) {
    std::lock_guard<std::mutex> guard(mutex_);
    return first ? recent_.front() : spare_.front(); // CHECK: paraudit-guarded-escape, paraudit-guarded-escape
  }
  Entry* in_a_branch(const std::string& key) {
    std::lock_guard<std::mutex> guard(mutex_);
    Entry* found = nullptr;
    auto it = entries_.find(key);
    if (it != entries_.end())
      found = &it->second; // CHECK: paraudit-guarded-escape
    return found;
  }
  Entry* after_the_section(const std::string& key) {
    Entry* found;
    {
      std::lock_guard<std::mutex> guard(mutex_);
      found = &entries_[key]; // CHECK: paraudit-guarded-escape
    }
    return found;
  }
  const Entry* best() const {
    std::lock_guard<std::mutex> guard(mutex_);
    const Entry* best = nullptr;
    for (const Entry& entry : recent_)
      if (!best || entry.hits > best->hits)
        best = &entry; // CHECK: paraudit-guarded-escape
    return best;
  }
  Entry* straight(const std::string& key) {
    std::lock_guard<std::mutex> guard(mutex_);
    Entry* found = nullptr;
    found = &entries_[key];
    return found; // CHECK: paraudit-guarded-escape
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::vector<Entry> recent_;
  std::vector<Entry> spare_;
};

Cache cache;

void run() {
  std::thread worker([] {
    cache.put("a");
    cache.clear();
  });
  cache.choose("a");
  cache.one_of_two(true);
  cache.in_a_branch("a");
  cache.after_the_section("a");
  cache.best();
  cache.straight("a");
  worker.join();
}
