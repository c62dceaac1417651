// Shared state that is reached through what functions return; see watch_returned.cpp.
#ifndef PARAUDIT_TESTDATA_WATCH_RETURNED_H
#define PARAUDIT_TESTDATA_WATCH_RETURNED_H

namespace demo {

struct Settings {
  int level = 0, hits = 0;
};

Settings* elsewhere();    // a global's address, in the other file
int& counter_elsewhere(); // its static variable's
inline Settings& in_header() {
  static Settings settings; // dynamic = confirmed
  return settings;
}

} // namespace demo

#endif
