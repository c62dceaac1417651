// As interned_ok.cpp, but names are removed, or move, or change, or are looked for without the lock.
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

class Removed {
 public:
  const std::string& intern(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    return *names_.insert(name).first;
  }
  void forget(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    names_.erase(name);
  }
  bool knows(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    return names_.count(name) != 0;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> names_;
};

class Changed {
 public:
  const std::string& of(int id) {
    std::lock_guard<std::mutex> guard(mutex_);
    return texts_.try_emplace(id, "text").first->second;
  }
  void set(int id, const std::string& text) {
    std::lock_guard<std::mutex> guard(mutex_);
    texts_[id] = text;
  }
  bool knows(int id) {
    std::lock_guard<std::mutex> guard(mutex_);
    return texts_.count(id) != 0;
  }

 private:
  std::mutex mutex_;
  std::map<int, std::string> texts_;
};

class Unlocked {
 public:
  const std::string& intern(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    return *names_.insert(name).first;
  }
  void add(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    names_.insert(name);
  }
  size_t count() {
    std::lock_guard<std::mutex> guard(mutex_);
    return names_.size();
  }
  bool knows(const std::string& name) {
    return names_.find(name) != names_.end(); // CHECK: paraudit-unguarded-access
  }

 private:
  std::mutex mutex_;
  std::set<std::string> names_;
};

size_t use(Removed& removed, Changed& changed, Unlocked& unlocked) {
  const std::string& name = removed.intern("a");
  const std::string& text = changed.of(1);
  unlocked.knows("b");
  unlocked.add("b");
  unlocked.count();
  const size_t sizes = name.size(); // CHECK: paraudit-unguarded-access
  return sizes + text.size();       // CHECK: paraudit-unguarded-access
}

void run(Removed& removed, Changed& changed, Unlocked& unlocked) {
  std::thread first([&] { use(removed, changed, unlocked); });
  std::thread second([&] {
    use(removed, changed, unlocked);
    removed.forget("a");
    removed.knows("a");
    changed.set(1, "b");
    changed.knows(1);
    unlocked.intern("c");
  });
  first.join();
  second.join();
}
