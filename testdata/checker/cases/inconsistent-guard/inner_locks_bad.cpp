// A part with two locks for two halves of itself: which one is held says nothing of the whole part. What both halves
// change is told of that alone.
#include <mutex>

class Time {
 public:
  void set(long value) { value_ = value; }

 private:
  long value_ = 0;
};

class Window {
 public:
  void on_packet() {
    std::lock_guard<std::mutex> guard(packet_lock_);
    ++packets_;
    last_.set(1);
  }
  int packets() {
    std::lock_guard<std::mutex> guard(packet_lock_);
    return packets_;
  }
  void on_probe() {
    std::lock_guard<std::mutex> guard(probe_lock_);
    ++probes_;
    last_.set(2); // CHECK: paraudit-inconsistent-guard ('Window::last_')
  }
  int probes() {
    std::lock_guard<std::mutex> guard(probe_lock_);
    return probes_;
  }

 private:
  std::mutex packet_lock_, probe_lock_;
  int packets_ = 0, probes_ = 0;
  Time last_;
};

class Connection {
 public:
  void receive() {
    window_.on_packet();
    window_.on_probe();
  }
  int speed() { return window_.packets() + window_.probes(); }

 private:
  Window window_;
};

void use(Connection& connection) {
  connection.receive();
  connection.speed();
}
