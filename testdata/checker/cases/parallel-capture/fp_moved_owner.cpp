// Wrong: each task gets the only owner of its object.
#include <memory>
#include <thread>

struct Connection {
  int requests = 0;
};

static void handle(std::unique_ptr<Connection> connection) {
  ++connection->requests; // CHECK: paraudit-parallel-capture
}

void serve() {
  for (int i = 0; i < 4; ++i)
    std::thread(handle, std::make_unique<Connection>()).detach();
}
