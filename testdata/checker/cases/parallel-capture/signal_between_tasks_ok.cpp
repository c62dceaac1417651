// One task writes and signals, another waits for the signal and reads; of many, one is elected to go on.
#include <atomic>
#include <condition_variable>
#include <future>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

int hand_over() {
  int data = 0, copy = 0;
  std::atomic<bool> is_ready{false};
  std::thread writer([&] {
    data = 42;
    is_ready.store(true);
  });
  std::thread reader([&] {
    while (!is_ready.load()) {
    }
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int under_lock() {
  int data = 0, copy = 0;
  bool is_ready = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::thread writer([&] {
    data = 42;
    {
      std::lock_guard guard(mutex);
      is_ready = true;
    }
    changed.notify_one();
  });
  std::thread reader([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return is_ready; });
    lock.unlock();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int in_loop() {
  int data = 0, copy = 0;
  bool is_ready = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::thread writer([&] {
    data = 42;
    {
      std::lock_guard guard(mutex);
      is_ready = true;
    }
    changed.notify_one();
  });
  std::thread reader([&] {
    {
      std::unique_lock lock(mutex);
      while (!is_ready)
        changed.wait(lock);
    }
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int by_latch() {
  int data = 0, copy = 0;
  std::latch written{1};
  std::thread writer([&] {
    data = 42;
    written.count_down();
  });
  std::thread reader([&] {
    written.wait();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int by_promise() {
  int data = 0, copy = 0;
  std::promise<void> written;
  std::future<void> is_written = written.get_future();
  std::thread writer([&] {
    data = 42;
    written.set_value();
  });
  std::thread reader([&] {
    is_written.get();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int last_sums_up() {
  std::vector<int> parts(4);
  int total = 0;
  std::atomic<int> left{4};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      parts[i] = i;
      if (left.fetch_sub(1) == 1)
        for (int part : parts)
          total += part;
    });
  for (std::thread& thread : threads)
    thread.join();
  return total;
}

int first_sets_up() {
  int setups = 0;
  std::atomic<bool> is_taken{false};
  auto work = [&] {
    if (is_taken.exchange(true))
      return;
    ++setups;
  };
  std::thread a(work), b(work);
  a.join();
  b.join();
  return setups;
}
