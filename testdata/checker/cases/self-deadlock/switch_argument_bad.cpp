// As switch_argument_ok.cpp, but the case that is asked for takes the lock: by itself, by falling through, by default.
#include <mutex>

enum Kind { kAck, kLoss, kShutdown };

std::mutex receive_lock;
int received, lost, sent;

static void by_itself(Kind kind) {
  switch (kind) {
  case kLoss:
    receive_lock.lock(); // CHECK: paraudit-self-deadlock
    ++lost;
    receive_lock.unlock();
    break;
  default:
    ++sent;
  }
}

static void falls_through(Kind kind) {
  switch (kind) {
  case kShutdown:
    ++sent;
    [[fallthrough]];
  case kLoss: {
    std::lock_guard<std::mutex> guard(receive_lock); // CHECK: paraudit-self-deadlock
    ++lost;
    break;
  }
  default:
    break;
  }
}

static void by_default(int kind) {
  switch (kind) {
  case kAck:
    break;
  default:
    std::lock_guard<std::mutex> guard(receive_lock); // CHECK: paraudit-self-deadlock
    ++received;
  }
}

static void in_a_range(int kind) {
  switch (kind) {
  case 1 ... 5: {
    std::lock_guard<std::mutex> guard(receive_lock); // CHECK: paraudit-self-deadlock
    ++received;
    break;
  }
  default:
    break;
  }
}

void receive(int unknown) {
  std::lock_guard<std::mutex> guard(receive_lock);
  by_itself(kLoss);
  falls_through(kShutdown);
  by_default(12);
  by_default(unknown);
  in_a_range(3);
}
