// A part with two locks for two halves of itself: which one is held says nothing of the whole part.
#include <mutex>

class Window {
 public:
  void on_packet() {
    std::lock_guard<std::mutex> guard(packet_lock_);
    ++packets_;
  }
  int packets() {
    std::lock_guard<std::mutex> guard(packet_lock_);
    return packets_;
  }
  void on_probe() {
    std::lock_guard<std::mutex> guard(probe_lock_);
    ++probes_;
  }
  int probes() {
    std::lock_guard<std::mutex> guard(probe_lock_);
    return probes_;
  }

 private:
  std::mutex packet_lock_, probe_lock_;
  int packets_ = 0, probes_ = 0;
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
