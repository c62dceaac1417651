// A destructor function that users of the library give is not one of the library's own of the same type, though these
// go where nobody follows them.
#include <cstring>
#include <mutex>
#include <thread>

using Function = void (*)(void*);

std::mutex table, queue;
int rows, jobs;

static void flush(void*) {
  std::lock_guard<std::mutex> guard(table);
  ++rows;
}

struct Slot {
  unsigned char bytes[sizeof(Function)];
};
Slot slot;

void schedule() {
  Function function = &flush;
  std::memcpy(slot.bytes, &function, sizeof function);
}

struct Comparator {
  Function destroy = nullptr;
  void* state = nullptr;
};

extern "C" Comparator* make_comparator(Function destroy, void* state) {
  return new Comparator{destroy, state};
}

void drop(Comparator* comparator) {
  std::lock_guard<std::mutex> guard(queue);
  ++jobs;
  comparator->destroy(comparator->state); // callback-under-lock's business
}

void other() {
  std::lock_guard<std::mutex> outer(table);
  std::lock_guard<std::mutex> inner(queue);
  ++rows;
}

int main() {
  schedule();
  Comparator* comparator = make_comparator(nullptr, nullptr);
  std::thread one([&] { drop(comparator); });
  other();
  one.join();
}
