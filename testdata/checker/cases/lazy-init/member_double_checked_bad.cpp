#include <mutex>

struct Layout;

class Type {
public:
  Layout* layout() {
    if (layout_ == nullptr) { // CHECK: paraudit-lazy-init
      std::lock_guard<std::mutex> lock(mutex_);
      if (layout_ == nullptr)
        layout_ = compute();
    }
    return layout_;
  }

private:
  Layout* compute();

  std::mutex mutex_;
  Layout* layout_ = nullptr;
};

Layout* use(Type& type) { return type.layout(); }
