// What the compiler says about guards that are dropped or copied: checked by clang's -verify, in the test
// runtime_guard_verify_*, in every form of the types. Never linked.

#include "runtime/sync/sync.h"

using namespace paraudit;

// The notes that go with the errors point into the standard library and the headers.
// expected-note@* 0+ {{}}

void dropped(Lock<int>& lock, RwLock<int>& rw, MTLock<int>& mt, RefCell<int>& cell, FreezeLock<int>& freeze) {
  lock.lock();       // expected-warning {{ignoring return value}}
  lock.try_lock();   // expected-warning {{ignoring return value}}
  rw.read();         // expected-warning {{ignoring return value}}
  rw.write();        // expected-warning {{ignoring return value}}
  rw.try_write();    // expected-warning {{ignoring return value}}
  mt.lock();         // expected-warning {{ignoring return value}}
  cell.borrow_mut(); // expected-warning {{ignoring return value}}
  freeze.read();     // expected-warning {{ignoring return value}}
  LockGuard<int> guard = lock.lock();
  std::move(guard).map([](int& value) -> int& { return value; }); // expected-warning {{ignoring return value}}
}

void copied(Lock<int>& lock, RwLock<int>& rw, MTLock<int>& mt) {
  auto guard = lock.lock();
  auto reader = rw.read();
  auto part = rw.write().map([](int& value) -> int& { return value; });
  auto maybe = mt.lock();
  auto guard2 = guard;   // expected-error {{deleted}}
  auto reader2 = reader; // expected-error {{deleted}}
  auto part2 = part;     // expected-error {{deleted}}
  auto maybe2 = maybe;   // expected-error {{deleted}}
  Lock<int> other(lock); // expected-error {{deleted}}
}

void const_lock(const Lock<int>& lock, const RwLock<int>& rw) {
  lock.lock(); // expected-error {{not marked const}}
  (void)*rw.read();
  *rw.read() = 1; // expected-error {{const}}
}
