// Pools that somebody goes through, or takes an element of.
#include <cstdio>
#include <memory>
#include <string>
#include <tbb/concurrent_vector.h>
#include <tbb/parallel_for_each.h>
#include <vector>

struct Context {
  tbb::concurrent_vector<std::unique_ptr<std::string>> texts;
  tbb::concurrent_vector<std::unique_ptr<int>> numbers;
};

static int first(Context& context) { return *context.numbers[0]; }

int main() {
  Context context;
  std::vector<std::string> files(8);
  tbb::parallel_for_each(files, [&](std::string& file) {
    context.texts.emplace_back(new std::string(file)); // CHECK: paraudit-nondeterminism
    context.numbers.emplace_back(new int(1));          // CHECK: paraudit-nondeterminism
  });
  for (const std::unique_ptr<std::string>& text : context.texts)
    std::printf("%s\n", text->c_str());
  return first(context);
}
