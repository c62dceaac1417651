// What is looked at beside its own place is not what the loop changes; and a distance that is the same throughout keeps
// the rounds apart.
#include <string>
#include <vector>

static int size_of(const std::string& code) {
  int size = 0;
  for (char c : code)
    size = size * 31 + c;
  return size;
}

void smooth(std::vector<int>& out, const std::vector<std::string>& in) {
  for (std::size_t i = 1; i + 1 < in.size(); ++i) // CHECK: paraudit-parallel-candidate
    out[i] = size_of(in[i - 1]) + size_of(in[i]) + size_of(in[i + 1]);
}

void fill(std::vector<int>& out, const std::vector<std::string>& in) {
  for (std::size_t i = 1; i < in.size(); ++i) // CHECK: paraudit-parallel-candidate
    out[i - 1] = size_of(in[i]);
}
