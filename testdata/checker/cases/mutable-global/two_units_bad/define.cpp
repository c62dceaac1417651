#include "state.h"

int current_line = 1; // CHECK: paraudit-mutable-global
static int count;     // CHECK: paraudit-mutable-global

void reset() {
  ++count;
  ++header_counter;
}
