// Names that are never removed, in a container that leaves them where they are: the lock is for finding and adding them.
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>

class Names {
 public:
  const std::string& intern(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    return *names_.insert(name).first;
  }
  const std::string* intern_new(const char* name) {
    std::lock_guard<std::mutex> guard(mutex_);
    return &*names_.emplace(name).first;
  }
  const std::string* find(const std::string& name) {
    std::lock_guard<std::mutex> guard(mutex_);
    auto it = names_.find(name);
    return it == names_.end() ? nullptr : &*it;
  }
  size_t count() {
    std::lock_guard<std::mutex> guard(mutex_);
    return names_.size();
  }

 private:
  std::mutex mutex_;
  std::set<std::string> names_;
};

class Types {
 public:
  const std::string& of(int id) {
    std::lock_guard<std::mutex> guard(mutex_);
    return types_.try_emplace(id, "type").first->second;
  }
  size_t count() {
    std::lock_guard<std::mutex> guard(mutex_);
    return types_.size();
  }

 private:
  std::mutex mutex_;
  std::unordered_map<int, std::string> types_;
};

size_t use(Names& names, Types& types) {
  const std::string& name = names.intern("a");
  const std::string* other = names.intern_new("b");
  const std::string* found = names.find("c");
  return name.size() + other->length() + (found ? found->size() : 0) + types.of(1).size();
}

void run(Names& names, Types& types) {
  std::thread first([&] {
    use(names, types);
    names.count();
  });
  std::thread second([&] {
    use(names, types);
    types.count();
  });
  first.join();
  second.join();
}
