// A constructor that changes what it is given, through a call that makes its object, and a call that fills what it gets.
#include <memory>
#include <thread>
#include <unistd.h>
#include <vector>

struct Settings {
  int users = 0;
};

struct Page {
  explicit Page(Settings& settings) { ++settings.users; } // CHECK: paraudit-parallel-capture
};

struct Printer {
  Settings settings;
  char name[64];

  void work() {
    auto page = std::make_unique<Page>(settings);
    gethostname(name, sizeof(name)); // CHECK: paraudit-parallel-capture
  }
  void run() {
    std::thread first([this] { work(); });
    std::thread second([this] { work(); });
    first.join();
    second.join();
  }
};
