// Each round looks at what another one changed, by an element next to its own or at a fixed place: no round is apart.
#include <string>
#include <vector>

struct Function {
  int offset = 0;
  std::string code;
};

static int size_of(const std::string& code) {
  int size = 0;
  for (char c : code)
    size = size * 31 + c;
  return size;
}

void lay_out(std::vector<Function>& functions) {
  for (std::size_t i = 1; i < functions.size(); ++i)
    functions[i].offset = functions[i - 1].offset + size_of(functions[i - 1].code);
}

void shift(Function* functions, int count) {
  for (int i = 0; i + 1 < count; ++i)
    functions[i].offset = functions[i + 1].offset + size_of(functions[i].code);
}

void from_first(std::vector<Function>& functions) {
  for (std::size_t i = 0; i < functions.size(); ++i)
    functions[i].offset = functions[0].offset + size_of(functions[i].code);
}
