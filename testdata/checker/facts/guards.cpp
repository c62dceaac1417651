// Guards of the standard library in every form.
#include <mutex>
#include <shared_mutex>
#include <utility>

std::mutex a, b;
std::shared_mutex s;
int x;

void deferred_and_early_unlock() {
  std::unique_lock<std::mutex> l(a, std::defer_lock);
  x = 1; // not held
  l.lock();
  x = 2; // held
  l.unlock();
  x = 3; // not held
}

void adopted() {
  a.lock();
  std::lock_guard<std::mutex> l(a, std::adopt_lock);
  x = 4; // held
}

void tried() {
  std::unique_lock<std::mutex> l(a, std::try_to_lock);
  if (l.owns_lock())
    x = 5; // held
  else
    x = 6; // not held
  if (!l)
    return;
  x = 7; // held
}

void all_at_once() {
  std::scoped_lock l(a, b);
  x = 8; // both held
}

void deferred_together() {
  std::unique_lock<std::mutex> l(a, std::defer_lock), m(b, std::defer_lock);
  std::lock(l, m);
  x = 15; // both held
}

auto in_variable = [] {
  std::lock_guard<std::mutex> l(a);
  x = 16; // held
};

std::unique_lock<std::mutex> make() {
  std::unique_lock<std::mutex> l(a);
  return l;
}

void from_call() {
  auto l = make();
  x = 9; // held
  std::unique_lock<std::mutex> m(std::move(l));
  m.unlock();
  x = 10; // not held
}

void reader() {
  std::shared_lock<std::shared_mutex> l(s);
  int y = x; // held shared
  (void)y;
}

void loop(int n) {
  for (int i = 0; i < n; ++i) {
    std::lock_guard<std::mutex> l(a);
    if (i == 3)
      continue;
    x = i; // held
  }
  x = 11; // not held
}

void flagged(bool locked) {
  if (locked)
    a.lock();
  x = 12; // perhaps
  if (locked)
    a.unlock();
  x = 13; // not held
}

void early_return(bool stop) {
  a.lock();
  if (stop) {
    a.unlock();
    return;
  }
  x = 14; // held
  a.unlock();
}
