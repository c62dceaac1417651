// Each task gets the only owner of its object.
#include <memory>
#include <thread>
#include <utility>

struct Connection {
  int requests = 0;
};

static void handle(std::unique_ptr<Connection> connection) {
  ++connection->requests;
}

void serve() {
  for (int i = 0; i < 4; ++i)
    std::thread(handle, std::make_unique<Connection>()).detach();
}

void serve_captured(std::unique_ptr<Connection> first) {
  std::thread([connection = std::move(first)] { ++connection->requests; }).detach();
  for (int i = 0; i < 4; ++i) {
    auto next = std::make_unique<Connection>();
    next->requests = i;
    std::thread([connection = std::move(next)] { ++connection->requests; }).detach();
  }
}
