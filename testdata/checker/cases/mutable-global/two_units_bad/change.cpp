#include "state.h"

static int count; // CHECK: paraudit-mutable-global

void next_line() {
  ++current_line;
  ++header_counter;
  ++count;
}
