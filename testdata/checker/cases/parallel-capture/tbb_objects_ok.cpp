// oneTBB's containers for many threads, and one value a thread: as locals that the tasks got by reference.
#include <functional>
#include <tbb/combinable.h>
#include <tbb/concurrent_hash_map.h>
#include <tbb/concurrent_map.h>
#include <tbb/concurrent_queue.h>
#include <tbb/concurrent_unordered_map.h>
#include <tbb/concurrent_unordered_set.h>
#include <tbb/concurrent_vector.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_for_each.h>
#include <vector>

using Table = tbb::concurrent_hash_map<int, std::vector<int>>;

struct Counts {
  long odd = 0;
  long even = 0;

  void add(int value) { ++(value % 2 ? odd : even); }
};

static void add(long& sum, int value) { sum += value; }

long sums(const std::vector<int>& values) {
  tbb::enumerable_thread_specific<long> sum;
  tbb::enumerable_thread_specific<Counts> counts;
  tbb::combinable<long> other([] { return 0L; });
  tbb::parallel_for(std::size_t(0), values.size(), [&](std::size_t i) {
    sum.local() += values[i];
    bool exists = false;
    ++sum.local(exists);
    Counts& mine = counts.local();
    mine.add(values[i]);
    add(sum.local(), values[i]);
    other.local() += values[i];
  });
  return sum.combine(std::plus<>()) + other.combine(std::plus<>());
}

void collect(const std::vector<int>& values, Table& table, tbb::concurrent_unordered_map<int, int>* found) {
  tbb::concurrent_vector<int> all;
  tbb::concurrent_unordered_set<int> kinds;
  tbb::concurrent_map<int, int> sorted;
  tbb::concurrent_queue<int> queue;
  tbb::parallel_for_each(values, [&](int value) {
    all.push_back(value);
    kinds.insert(value);
    sorted.emplace(value, 1);
    queue.push(value);
    found->insert({value, 1});
    Table::accessor entry;
    table.insert(entry, value);
    entry->second.push_back(value);
  });
}
