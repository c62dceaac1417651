#include <memory>

class Generator {
public:
  Generator() : next_(std::make_unique<int>(0)) {}
  int fresh() const { return ++*next_; } // CHECK: paraudit-const-mutation

private:
  std::unique_ptr<int> next_;
};

int use(const Generator& generator) { return generator.fresh(); }
