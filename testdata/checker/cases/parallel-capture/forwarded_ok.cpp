// What library code passes on to a constructor is changed by nobody else: this one only reads it.
#include <malloc.h>
#include <memory>
#include <thread>
#include <vector>

struct Settings {
  int width = 0;
};

struct Page {
  Page(Settings& settings, int number) : width(settings.width), number(number) {}
  int width;
  int number;
};

struct Totals {
  Totals(const std::vector<int>& values, int first) : count(values.size() - first) {}
  std::size_t count;
};

struct Printer {
  Settings settings;
  std::vector<int> values;
  std::unique_ptr<char[]> memory;
  std::vector<std::unique_ptr<Page>> pages = std::vector<std::unique_ptr<Page>>(2);

  std::size_t work(int number) {
    auto page = std::make_unique<Page>(settings, number);
    auto totals = std::make_shared<Totals>(values, 1);
    std::vector<Page> more;
    more.emplace_back(settings, number);
    return page->width + totals->count + more.size() + malloc_usable_size(memory.get());
  }
  void run() {
    std::thread first([this] { work(1); });
    std::thread second([this] { work(2); });
    first.join();
    second.join();
  }
};
