#include "state.h"

std::mutex state_mutex;
int current_line = 1;

int line() {
  std::lock_guard<std::mutex> guard(state_mutex);
  return current_line;
}
