// Generated tables: constant but for a mark that start-up sets.
#include <thread>

struct Table {
  mutable bool is_added;
  int size;
};

static void add(const Table* table) {
  if (!table->is_added) table->is_added = true;
}

struct Adder {
  explicit Adder(const Table* table) { add(table); }
};

const Table kTypes = {false, 3};
static Adder types_adder(&kTypes);

int size() { return kTypes.is_added ? kTypes.size : 0; }

int main() {
  std::thread other(size);
  other.join();
  return size();
}
