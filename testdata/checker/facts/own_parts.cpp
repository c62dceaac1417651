// What tells a task's own part: its thread's value, an offset that is looked up, an index that is stepped on.
#include <cstring>
#include <memory>

namespace paraudit {
template <class T> struct WorkerLocal {
  T& operator*();
};
template <class T> struct AppendOnlyVec {
  void push_back(T);
  T& at(unsigned long);
};
} // namespace paraudit

struct Page {
  explicit Page(int& users);
};

paraudit::WorkerLocal<int> own;
paraudit::AppendOnlyVec<int> shared;
int users;

void count() { ++*own; }
void append() { shared.push_back(shared.at(0)); }
void region(char* buffer, const unsigned long* offsets, int part) {
  std::memcpy(buffer + offsets[part], "text", 4);
}
void walk(int* out, const int* begins, int row) {
  int at = begins[row];
  out[at++] = row;
}
void make() { auto page = std::make_unique<Page>(users); }
