#include "state.h"

void next_line() {
  std::lock_guard<std::mutex> guard(state_mutex);
  ++current_line;
}
