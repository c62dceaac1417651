// Put in order by a helper of the program before anybody looks, and work taken again from the member it was put into.
#include <algorithm>
#include <deque>
#include <mutex>
#include <string>
#include <tbb/parallel_for_each.h>
#include <vector>

template <class T> void sort(T& sequence) { std::stable_sort(sequence.begin(), sequence.end()); }
template <class T> void sort_unique(T& sequence) {
  sort(sequence);
  sequence.erase(std::unique(sequence.begin(), sequence.end()), sequence.end());
}

struct Unit {
  std::vector<int> names;
};

class Queue {
 public:
  void put(int work, int priority) {
    std::lock_guard<std::mutex> lock(mutex_);
    work_[priority].push_back(work);
  }
  int take(int priority) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto* work = &work_[priority];
    const int first = work->front();
    work->pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::deque<int> work_[2];
};

void read_all(std::vector<std::string>& files, Unit& unit, Queue& queue) {
  std::mutex mutex;
  tbb::parallel_for_each(files, [&](std::string& file) {
    std::lock_guard<std::mutex> lock(mutex);
    unit.names.push_back(static_cast<int>(file.size()));
    queue.put(1, 0);
  });
  sort_unique(unit.names);
}
