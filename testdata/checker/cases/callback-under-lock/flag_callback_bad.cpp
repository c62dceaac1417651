// A function pointer on its way through a parameter, a member behind a pointer and a copy: it locks.
#include <mutex>

std::mutex settings_mutex;
int settings = 0;

class Flag {
 public:
  Flag& on_update(void (*callback)()) {
    set_callback(callback);
    return *this;
  }
  void update() {
    if (!listener_)
      return;
    void (*callback)() = listener_->callback;
    std::lock_guard lock(listener_->mutex);
    callback(); // CHECK: paraudit-callback-under-lock (takes a lock of its own)
  }

 private:
  struct Listener {
    void (*callback)() = nullptr;
    std::mutex mutex;
  };

  void set_callback(void (*callback)()) {
    if (!listener_)
      listener_ = new Listener;
    listener_->callback = callback;
  }

  Listener* listener_ = nullptr;
};

Flag verbosity;

void start() {
  verbosity.on_update([] {
    std::lock_guard lock(settings_mutex);
    ++settings;
  });
}

void run() {
  verbosity.update();
}
