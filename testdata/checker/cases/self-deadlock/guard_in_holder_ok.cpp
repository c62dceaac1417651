// As guard_in_holder_bad.cpp, but given up before the lock is taken again.
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

void reset() {
  std::optional<std::lock_guard<std::mutex>> guard(symbols);
  guard.reset();
  std::lock_guard<std::mutex> again(symbols);
}

void reset_on_the_heap() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(types);
  guard.reset();
  std::lock_guard<std::mutex> again(types);
}

void nothing_assigned() {
  std::optional<std::unique_lock<std::mutex>> guard(std::in_place, macros);
  guard = std::nullopt;
  macros.lock();
  macros.unlock();
}

void unlocked_inside() {
  auto guard = std::make_unique<std::unique_lock<std::mutex>>(includes);
  guard->unlock();
  includes.lock();
  includes.unlock();
}

void end_of_scope() {
  {
    std::optional<ScopedLock> guard;
    guard.emplace(files);
  }
  std::lock_guard<std::mutex> again(files);
}

void own_class_reset() {
  auto guard = std::make_unique<ScopedLock>(lines);
  guard.reset();
  std::lock_guard<std::mutex> again(lines);
}

void made_by_new() {
  {
    std::unique_ptr<std::lock_guard<std::mutex>> guard(new std::lock_guard<std::mutex>(symbols));
  }
  std::lock_guard<std::mutex> again(symbols);
}

void set_by_new() {
  std::unique_ptr<std::lock_guard<std::mutex>> guard;
  guard.reset(new std::lock_guard<std::mutex>(types));
  guard.reset();
  std::lock_guard<std::mutex> again(types);
}

void shared() {
  {
    auto guard = std::make_shared<std::lock_guard<std::mutex>>(macros);
    std::shared_ptr<std::lock_guard<std::mutex>> other(new std::lock_guard<std::mutex>(includes));
  }
  std::lock_guard<std::mutex> again(macros);
  std::lock_guard<std::mutex> once_more(includes);
}

void only_if_parallel(bool parallel) {
  std::optional<std::lock_guard<std::mutex>> guard;
  if (parallel)
    guard.emplace(names);
  if (!parallel) {
    std::lock_guard<std::mutex> again(names);
  }
}
