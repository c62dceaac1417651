// What braces bind to the pointers and references of an aggregate is theirs, as what a constructor binds.
#include <mutex>
#include <thread>

struct Storer {
  std::mutex *index, *data;
  int puts = 0;
  void put() {
    std::lock_guard<std::mutex> outer(*index);
    std::lock_guard<std::mutex> inner(*data);
    ++puts;
  }
};
struct Collector {
  std::mutex *index, *data;
  int sweeps = 0;
  void sweep() {
    std::lock_guard<std::mutex> outer(*data);
    std::lock_guard<std::mutex> inner(*index); // CHECK: paraudit-lock-order-inversion
    ++sweeps;
  }
};
struct Database {
  std::mutex index, data;
  Storer storer{&index, &data};
  Collector collector{&index, &data};
};

void run() {
  Database database;
  std::thread first([&] { database.storer.put(); });
  std::thread second([&] { database.collector.sweep(); });
  first.join();
  second.join();
}
