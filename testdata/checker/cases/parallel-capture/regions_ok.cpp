// Each task writes a region of one buffer: at an offset that was computed for it, or from an index that it steps on.
#include <cstring>
#include <memory>
#include <string>
#include <tbb/parallel_for.h>
#include <tbb/parallel_for_each.h>
#include <vector>

struct Part {
  std::size_t offset = 0;
  std::string text;
  std::vector<std::unique_ptr<Part>> children;
  bool is_written = false;

  void write(char* out) const {
    char* to = out + text.size();
    std::memcpy(out, text.data(), text.size());
    *to++ = '\n';
    *to = 0;
  }
  void write_into(char* buffer) {
    char* mine = buffer + offset;
    write(mine);
  }
};

void copy(char* buffer, const std::vector<std::size_t>& offsets, const std::vector<std::string>& texts) {
  tbb::parallel_for(std::size_t(0), texts.size(),
                    [&](std::size_t i) { std::memcpy(buffer + offsets[i], texts[i].data(), texts[i].size()); });
}

void write_all(char* buffer, std::vector<Part*>& parts) {
  tbb::parallel_for(std::size_t(0), parts.size(), [&](std::size_t i) {
    Part& part = *parts[i];
    part.write(buffer + part.offset);
  });
  tbb::parallel_for_each(parts, [&](Part* part) { part->write_into(buffer); });
}

void flatten(const std::vector<std::vector<int>>& rows, const std::vector<std::size_t>& begins, std::vector<int>& out) {
  tbb::parallel_for(std::size_t(0), rows.size(), [&](std::size_t i) {
    std::size_t at = begins[i];
    for (int value : rows[i])
      out[at++] = value;
  });
}

void mark(std::vector<Part*>& parts) {
  tbb::parallel_for(std::size_t(0), parts.size(), [&](std::size_t i) {
    for (std::unique_ptr<Part>& child : parts[i]->children)
      child->is_written = true;
  });
}
