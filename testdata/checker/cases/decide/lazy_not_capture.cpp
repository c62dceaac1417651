// CHECKS: paraudit-lazy-init, paraudit-const-mutation, paraudit-parallel-capture
// A memo that tasks fill is one defect for each promise that it breaks: not once more at the assignment.
#include <string>
#include <thread>
#include <vector>

static std::string* locale = nullptr;

static const std::string& current() {
  if (!locale) // CHECK: paraudit-lazy-init
    locale = new std::string("en");
  return *locale;
}

class Table {
 public:
  int find(int key) const { // CHECK: paraudit-const-mutation
    last_ = key;
    return last_;
  }

 private:
  mutable int last_ = 0;
};

void run(const Table& table) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&table, i] { table.find(i + static_cast<int>(current().size())); });
  for (std::thread& thread : threads)
    thread.join();
}
