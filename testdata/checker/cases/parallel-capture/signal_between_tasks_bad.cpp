// Signals that come too soon, waits that come too late, elections that all win.
#include <atomic>
#include <latch>
#include <thread>
#include <vector>

int signal_too_soon() {
  int data = 0, copy = 0;
  std::latch written{1};
  std::thread writer([&] {
    written.count_down();
    data = 42; // CHECK: paraudit-parallel-capture
  });
  std::thread reader([&] {
    written.wait();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int wait_too_late() {
  int data = 0, copy = 0;
  std::atomic<bool> is_ready{false};
  std::thread writer([&] {
    data = 42; // CHECK: paraudit-parallel-capture
    is_ready = true;
  });
  std::thread reader([&] {
    copy = data;
    while (!is_ready) {
    }
  });
  writer.join();
  reader.join();
  return copy;
}

int other_signal() {
  int data = 0, copy = 0;
  std::atomic<bool> is_ready{false}, is_done{false};
  std::thread writer([&] {
    is_ready = true;
    data = 42; // CHECK: paraudit-parallel-capture
    is_done = true;
  });
  std::thread reader([&] {
    while (!is_ready) {
    }
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int claimed_in_turn() {
  int total = 0;
  std::atomic<int> left{100};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      while (left.fetch_sub(1) > 0)
        total += 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
  return total;
}

int used_by_all() {
  int table = 0;
  std::atomic<bool> is_made{false};
  std::atomic<int> sum{0};
  auto work = [&] {
    if (!is_made.exchange(true))
      table = 42; // CHECK: paraudit-parallel-capture
    sum += table;
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
  return sum;
}

int both_ways_on() {
  int total = 0;
  std::atomic<int> left{4};
  auto work = [&] {
    if (left.fetch_sub(1) == 1)
      left = 4;
    ++total; // CHECK: paraudit-parallel-capture
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
  return total;
}
