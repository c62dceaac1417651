// Threads that library code makes from what it is handed.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

template <int N> struct Pair {
  static inline std::mutex a;
  static inline std::mutex b;
};

template <int N> void outer_first() {
  std::lock_guard<std::mutex> outer(Pair<N>::a);
  std::lock_guard<std::mutex> inner(Pair<N>::b); // CHECK: paraudit-lock-order-inversion
}

template <int N> void inner_first() {
  std::lock_guard<std::mutex> outer(Pair<N>::b);
  std::lock_guard<std::mutex> inner(Pair<N>::a);
}

std::mutex a;
std::mutex b;
std::mutex c;
std::mutex d;
std::mutex e;
std::mutex f;
std::mutex g;
std::mutex h;

static void function() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
}

struct Server {
  std::vector<std::thread> threads;

  void serve(int) {
    std::lock_guard<std::mutex> outer(c);
    std::lock_guard<std::mutex> inner(d); // CHECK: paraudit-lock-order-inversion
  }
  void start() {
    for (int i = 0; i < 4; ++i)
      threads.emplace_back(&Server::serve, this, i);
  }
};

static void keyed() {
  std::lock_guard<std::mutex> outer(e);
  std::lock_guard<std::mutex> inner(f); // CHECK: paraudit-lock-order-inversion
}

static void owned() {
  std::lock_guard<std::mutex> outer(g);
  std::lock_guard<std::mutex> inner(h); // CHECK: paraudit-lock-order-inversion
}

int main() {
  std::vector<std::thread> threads;
  threads.emplace_back(function);
  std::vector<std::jthread> joining;
  joining.emplace_back([] { outer_first<0>(); });
  Server server;
  server.start();
  std::map<int, std::thread> by_key;
  by_key.try_emplace(1, keyed);
  std::unique_ptr<std::thread> pointer = std::make_unique<std::thread>(owned);
  std::optional<std::thread> maybe;
  maybe.emplace([] { inner_first<0>(); });
  {
    std::lock_guard<std::mutex> outer(b);
    std::lock_guard<std::mutex> inner(a);
  }
  {
    std::lock_guard<std::mutex> outer(d);
    std::lock_guard<std::mutex> inner(c);
  }
  {
    std::lock_guard<std::mutex> outer(f);
    std::lock_guard<std::mutex> inner(e);
  }
  {
    std::lock_guard<std::mutex> outer(h);
    std::lock_guard<std::mutex> inner(g);
  }
}
