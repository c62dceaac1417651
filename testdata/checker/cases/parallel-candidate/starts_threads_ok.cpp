// It is parallel already.
#include <thread>
#include <vector>

struct Unit {
  std::vector<int> code;
};

static void compile(Unit& unit) {
  for (int& instruction : unit.code)
    instruction = instruction * 5 + instruction % 3 + (instruction >> 2);
}

void compile_all(std::vector<Unit>& units) {
  std::vector<std::thread> workers;
  for (Unit& unit : units)
    workers.emplace_back([&unit] { compile(unit); });
  for (std::thread& worker : workers)
    worker.join();
}
