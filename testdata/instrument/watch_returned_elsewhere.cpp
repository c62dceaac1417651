// The other file of watch_returned.cpp.
#include "watch_returned.h"

namespace demo {

Settings far_away; // dynamic = confirmed

Settings* elsewhere() {
  return &far_away;
}

int& counter_elsewhere() {
  static int counter = 0; // dynamic = confirmed
  return counter;
}

} // namespace demo
