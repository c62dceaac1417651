// One task alone appends, in its own order; and what call_once runs is run once.
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Names {
 public:
  void add(std::string name) {
    std::lock_guard<std::mutex> guard(mutex_);
    names_.push_back(std::move(name));
  }
  size_t size() const {
    std::lock_guard<std::mutex> guard(mutex_);
    return names_.size();
  }
  std::string at(size_t index) const {
    std::lock_guard<std::mutex> guard(mutex_);
    return names_.at(index);
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

class Table {
 public:
  int first() {
    std::call_once(once_, [this] {
      for (int i = 0; i < 9; ++i)
        values_.push_back(i);
    });
    return values_[0];
  }

 private:
  std::once_flag once_;
  std::vector<int> values_;
};

int look() {
  Table table;
  std::thread first([&] { table.first(); }), second([&] { table.first(); });
  first.join();
  second.join();
  return table.first();
}

void run() {
  Names names;
  std::thread loader([&] {
    for (int i = 0; i < 100; ++i)
      names.add("n");
  });
  std::thread viewer([&] {
    if (names.size() > 5)
      std::printf("%s", names.at(5).c_str());
  });
  loader.join();
  viewer.join();
}
