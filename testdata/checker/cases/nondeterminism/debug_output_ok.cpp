// What only those see who debug the program: under a test of the level, through a macro.
#include <cstdio>
#include <iostream>
#include <string>
#include <unordered_map>

static int debug() {
  static const int level = 0;
  return level;
}
#define INFO(level, text)                                                                                              \
  do {                                                                                                                 \
    if (debug() >= (level))                                                                                            \
      std::cout << text << std::endl;                                                                                  \
  } while (false)

bool verbose;

class Table {
 public:
  void resolve() {
    for (const auto& [name, width] : widths_) {
      INFO(4, name << width);
      if (verbose)
        std::printf("%s\n", name.c_str());
      note(name);
    }
  }
  void debugWidths() const {
    for (const auto& [name, width] : widths_)
      std::printf("%s %d\n", name.c_str(), width);
  }

 private:
  void note(const std::string& name) {
    if (!verbose)
      return;
    std::printf("resolved %s\n", name.c_str());
  }

  std::unordered_map<std::string, int> widths_;
};

void use(Table& table) {
  table.resolve();
  table.debugWidths();
}
