// The number makes the name of a file unique; what is in the file does not have it.
#include <atomic>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

static std::atomic<unsigned> dumps{0};

static void dump(int value) {
  std::string name = "waits-" + std::to_string(dumps++) + ".txt";
  std::ofstream out(name);
  out << value;
  char other[32];
  std::snprintf(other, sizeof other, "more-%u.txt", dumps++);
  if (std::FILE* file = std::fopen(other, "w")) {
    std::fprintf(file, "%d", value);
    std::fclose(file);
  }
}

int main() {
  std::thread one(dump, 1), two(dump, 2);
  one.join();
  two.join();
}
