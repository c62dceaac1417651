// A private const step that only methods without const run, some of them through a lambda.
#include <functional>

class Remapper {
 public:
  void remap() {
    each([&](int word) { latch(word); });
    latch(0);
  }

 private:
  void each(const std::function<void(int)>& visit) {
    for (int i = 0; i < 3; ++i)
      visit(i);
  }

  void latch(int word) const {
    if (word > 1)
      failed_ = true;
  }

  mutable bool failed_ = false;
};

void use(Remapper& remapper) {
  remapper.remap();
}
