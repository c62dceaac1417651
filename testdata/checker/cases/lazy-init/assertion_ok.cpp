// The value must not be there yet: made once, and asserted; and one that must be there is only changed.
#include <cassert>
#include <cstdlib>

static int* table;
static int* names;

void make_table() {
  assert(table == nullptr);
  table = new int[64]();
}

void make_names() {
  if (names != nullptr) std::abort();
  names = new int[64]();
}
