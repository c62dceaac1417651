// What is posted runs later, from the loop that somebody runs.
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace boost::asio {
struct io_context {
  std::vector<std::function<void()>> queue;
  void run() {
    for (auto& job : queue)
      job();
  }
};
template <class Job> void post(io_context& context, Job&& job) {
  context.queue.emplace_back(std::forward<Job>(job));
}
} // namespace boost::asio

std::mutex mutex;
int count;
boost::asio::io_context context;

void handle() {
  std::lock_guard<std::mutex> guard(mutex);
  ++count;
}

void submit() {
  std::lock_guard<std::mutex> guard(mutex);
  boost::asio::post(context, [] { handle(); });
}

int main() {
  submit();
  context.run();
}
