// Regions that several tasks share: the same begin for all, a bit of a byte, an element found through a shared index.
#include <cstring>
#include <string>
#include <tbb/parallel_for.h>
#include <vector>

struct Writer {
  char* buffer;
  std::size_t used = 0;

  void append(const std::string& text) {
    std::memcpy(buffer + used, text.data(), text.size()); // CHECK: paraudit-parallel-capture
    used += text.size();                                  // CHECK: paraudit-parallel-capture
  }
};

void write_all(Writer& writer, const std::vector<std::string>& texts) {
  tbb::parallel_for(std::size_t(0), texts.size(), [&](std::size_t i) { writer.append(texts[i]); });
}

void mark(unsigned char* bits, std::size_t count) {
  tbb::parallel_for(std::size_t(0), count, [&](std::size_t i) {
    *(bits + i / 8) |= 1 << (i % 8); // CHECK: paraudit-parallel-capture
  });
}

void count(const std::vector<int>& begins, const std::vector<int>& columns, std::vector<int>& counts) {
  tbb::parallel_for(std::size_t(0), begins.size() - 1, [&](std::size_t i) {
    for (int at = begins[i]; at < begins[i + 1]; ++at)
      counts[columns[at]] += 1; // CHECK: paraudit-parallel-capture
  });
}
