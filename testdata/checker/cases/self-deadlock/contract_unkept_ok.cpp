// The declaration is wrong: the only caller has let the lock go, and the function takes it itself.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Sender {
 public:
  void send() {
    ack_lock_.lock();
    ++acknowledged_;
    ack_lock_.unlock();
    drop_too_late();
  }

 private:
  void drop_too_late() __attribute__((requires_capability(ack_lock_))) {
    ack_lock_.lock();
    ++acknowledged_;
    ack_lock_.unlock();
  }

  Mutex ack_lock_;
  int acknowledged_ = 0;
};

void use(Sender& sender) {
  sender.send();
}
