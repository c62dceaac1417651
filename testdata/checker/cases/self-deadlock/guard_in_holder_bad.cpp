// Guards that are kept in std::optional or on the heap, of the library and of the program.
#include <memory>
#include <mutex>
#include <optional>

class ScopedLock {
 public:
  explicit ScopedLock(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~ScopedLock() { mutex_.unlock(); }

 private:
  std::mutex& mutex_;
};

std::mutex symbols, types, macros, includes, files, lines, names;

void emplaced() {
  std::optional<std::lock_guard<std::mutex>> guard;
  guard.emplace(symbols);
  std::lock_guard<std::mutex> again(symbols); // CHECK: paraudit-self-deadlock
}

void on_the_heap() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(types);
  std::lock_guard<std::mutex> again(types); // CHECK: paraudit-self-deadlock
}

void assigned() {
  std::optional<std::unique_lock<std::mutex>> guard;
  guard = std::unique_lock(macros);
  macros.lock(); // CHECK: paraudit-self-deadlock
  macros.unlock();
}

void made() {
  auto guard = std::make_optional<std::unique_lock<std::mutex>>(includes);
  includes.lock(); // CHECK: paraudit-self-deadlock
  includes.unlock();
}

void made_by_new() {
  std::unique_ptr<std::lock_guard<std::mutex>> guard(new std::lock_guard<std::mutex>(names));
  std::lock_guard<std::mutex> again(names); // CHECK: paraudit-self-deadlock
}

void own_class() {
  std::optional<ScopedLock> guard;
  guard.emplace(files);
  std::lock_guard<std::mutex> again(files); // CHECK: paraudit-self-deadlock
}

void own_class_on_the_heap() {
  auto guard = std::make_unique<ScopedLock>(lines);
  std::lock_guard<std::mutex> again(lines); // CHECK: paraudit-self-deadlock
}
