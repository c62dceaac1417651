// A property of an element decides; other elements' members are set under their own lock.
#include <mutex>
#include <thread>
#include <vector>

struct Symbol {
  std::mutex mutex;
  bool skip = false;
  int owner = 0;
};

struct File {
  std::mutex mutex;
  std::vector<Symbol> symbols{8};

  void claim(int owner) {
    for (size_t i = 0; i < symbols.size(); ++i) {
      if (symbols[i].skip) continue;
      std::lock_guard<std::mutex> lock(symbols[i].mutex);
      symbols[i].owner = owner;
    }
  }
};

File file;

int main() {
  std::thread one([] { file.claim(1); });
  file.claim(2);
  one.join();
}
