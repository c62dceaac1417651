// What an owned object points to, and what shared pointers share, is not the task's own.
#include <memory>
#include <thread>
#include <utility>
#include <vector>

struct Server {
  int requests = 0;
};
struct Connection {
  Server* server;
};

void serve(Server& server, std::shared_ptr<Server> shared) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    auto connection = std::make_unique<Connection>(Connection{&server});
    threads.emplace_back([connection = std::move(connection), &server, shared] {
      ++server.requests; // CHECK: paraudit-parallel-capture
      ++shared->requests; // CHECK: paraudit-parallel-capture
    });
  }
  for (std::thread& thread : threads)
    thread.join();
}
