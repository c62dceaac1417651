// All that users do with a symbol, they do under one static lock, but for one.
#include <mutex>
#include <thread>

static std::mutex symbols_mutex;

struct Symbol {
  int uses = 0;
};

void use(Symbol* symbol) {
  std::lock_guard<std::mutex> lock(symbols_mutex);
  ++symbol->uses;
}
void drop(Symbol* symbol) {
  std::lock_guard<std::mutex> lock(symbols_mutex);
  --symbol->uses;
}
void clear(Symbol* symbol) {
  std::lock_guard<std::mutex> lock(symbols_mutex);
  symbol->uses = 0;
}
void merge(Symbol* symbol, int uses) {
  std::lock_guard<std::mutex> lock(symbols_mutex);
  symbol->uses += uses;
}
bool is_used(Symbol* symbol) {
  std::lock_guard<std::mutex> lock(symbols_mutex);
  return symbol->uses > 0;
}
bool is_unused(Symbol* symbol) {
  return symbol->uses == 0; // CHECK: paraudit-unguarded-access
}

static void work(Symbol* symbol) {
  use(symbol);
  merge(symbol, 2);
  drop(symbol);
  if (!is_used(symbol) && is_unused(symbol)) clear(symbol);
}

int main() {
  static Symbol symbol;
  std::thread one([] { work(&symbol); });
  std::thread two([] { work(&symbol); });
  one.join();
  two.join();
}
