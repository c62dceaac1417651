// Abseil's names.
namespace absl {
class Mutex {
public:
  void Lock();
  void Unlock();
};
class MutexLock {
public:
  explicit MutexLock(Mutex* mu);
  ~MutexLock();
};
} // namespace absl

class Registry {
public:
  void Register() {
    absl::MutexLock lock(&mu_);
    ++count_;
  }
  void Unregister() {
    mu_.Lock();
    --count_;
    mu_.Unlock();
  }
  int count() const {
    return count_; // CHECK: paraudit-unguarded-access
  }

private:
  absl::Mutex mu_;
  int count_ = 0;
};

int use(Registry& registry) {
  registry.Register();
  registry.Unregister();
  return registry.count();
}
