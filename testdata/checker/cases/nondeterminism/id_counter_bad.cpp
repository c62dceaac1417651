// Symbols are numbered in the order in which the workers come by, and named by their numbers.
#include <atomic>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

static std::atomic<unsigned> next_symbol{0};

struct Symbol {
  unsigned id;
};

static Symbol fresh() {
  return {next_symbol.fetch_add(1)}; // CHECK: paraudit-nondeterminism
}

static std::string name_of(const Symbol& symbol) {
  return "sym" + std::to_string(symbol.id);
}

void lower(std::vector<Symbol>& symbols) {
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < symbols.size(); ++i)
    workers.emplace_back([&symbols, i] { symbols[i] = fresh(); });
  for (std::thread& worker : workers)
    worker.join();
  for (const Symbol& symbol : symbols)
    std::cout << name_of(symbol) << '\n';
}
