// A helper that sorts something else, or a copy.
#include <algorithm>
#include <mutex>
#include <string>
#include <tbb/parallel_for_each.h>
#include <vector>

void sort(std::vector<int>& sequence) { std::sort(sequence.begin(), sequence.end()); }
int median(std::vector<int> copy) {
  std::sort(copy.begin(), copy.end());
  return copy[copy.size() / 2];
}

void read_all(std::vector<std::string>& files, std::vector<int>& names, std::vector<int>& sizes) {
  std::mutex mutex;
  tbb::parallel_for_each(files, [&](std::string& file) {
    std::lock_guard<std::mutex> lock(mutex);
    names.push_back(file[0]);                        // CHECK: paraudit-nondeterminism
    sizes.push_back(static_cast<int>(file.size())); // CHECK: paraudit-nondeterminism
  });
  std::vector<int> others;
  sort(others);
  names.push_back(median(sizes));
}
