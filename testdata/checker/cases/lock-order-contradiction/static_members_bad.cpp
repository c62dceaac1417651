// Declared with acquired_after between members, contradicted by a helper two calls deep.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Linker {
 public:
  void resolve() {
    symbols_.lock();
    load();
    symbols_.unlock();
  }

 private:
  void load() { open(); }
  void open() {
    files_.lock(); // CHECK: paraudit-lock-order-contradiction
    ++open_;
    files_.unlock();
  }
  Mutex files_;
  Mutex symbols_ __attribute__((acquired_after(files_)));
  int open_ = 0;
};

Linker linker;
void use() {
  linker.resolve();
}
