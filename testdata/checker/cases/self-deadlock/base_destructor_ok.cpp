// The destructor of a base runs for the base: no derived part is there any more.
#include <memory>
#include <mutex>

class Object {
 public:
  virtual ~Object() { count_ = 0; }

 private:
  int count_ = 0;
};

std::mutex sockets_mutex;
int sockets = 0;

class Socket : public Object {
 public:
  ~Socket() override {
    std::lock_guard lock(sockets_mutex);
    --sockets;
  }
};

class Listener : public Object {};

void close_listener(Listener* listener) {
  std::lock_guard lock(sockets_mutex);
  listener->Listener::~Listener();
  Listener other;
}

std::unique_ptr<Object> make() {
  return std::make_unique<Socket>();
}
