// One task writes a result that is read when it has ended.
#include <thread>

static int parse(int) { return 1; }
static int load(int) { return 2; }

int both(int file) {
  int parsed = 0;
  int loaded = 0;
  std::thread parser([&] { parsed = parse(file); });
  std::thread loader([&] { loaded = load(file); });
  parser.join();
  loader.join();
  return parsed + loaded;
}
