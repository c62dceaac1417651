// As borrowed_in_aggregate_bad.cpp, but the braces hand them over the other way round, so that the order is one.
#include <mutex>
#include <thread>

struct Storer {
  std::mutex *outer, *inner;
  int puts = 0;
  void put() {
    std::lock_guard<std::mutex> first(*outer);
    std::lock_guard<std::mutex> second(*inner);
    ++puts;
  }
};
struct Collector {
  std::mutex& inner;
  std::mutex& outer;
  int sweeps = 0;
  void sweep() {
    std::lock_guard<std::mutex> first(outer);
    std::lock_guard<std::mutex> second(inner);
    ++sweeps;
  }
};
struct Database {
  std::mutex index, data;
  Storer storer{&index, &data};
  Collector collector{data, index};
};

void run() {
  Database database;
  std::thread first([&] { database.storer.put(); });
  std::thread second([&] { database.collector.sweep(); });
  first.join();
  second.join();
}
