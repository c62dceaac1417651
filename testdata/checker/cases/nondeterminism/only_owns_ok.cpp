// A pool that owns what the tasks make: nobody goes through it.
#include <memory>
#include <string>
#include <string_view>
#include <tbb/concurrent_vector.h>
#include <tbb/parallel_for_each.h>
#include <vector>

struct Context {
  tbb::concurrent_vector<std::unique_ptr<char[]>> texts;
  tbb::concurrent_vector<std::unique_ptr<int>> numbers;
};

static std::string_view save(Context& context, const std::string& text) {
  char* copy = new char[text.size()];
  text.copy(copy, text.size());
  context.texts.push_back(std::unique_ptr<char[]>(copy));
  return {copy, text.size()};
}

int main() {
  Context context;
  std::vector<std::string> files(8);
  tbb::parallel_for_each(files, [&](std::string& file) {
    save(context, file);
    context.numbers.emplace_back(new int(1));
  });
}
