// Who adds to a mailbox wakes its reader: eight bytes to an eventfd, or one to a pipe, do not wait for a disk.
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unistd.h>

class Mailbox {
public:
  Mailbox(int event, int pipe) : event_(event), pipe_(pipe) {}
  void post(std::string text) {
    std::lock_guard<std::mutex> guard(mutex_);
    messages_.push_back(std::move(text));
    const std::uint64_t one = 1;
    (void)!write(event_, &one, sizeof one);
  }
  void stop() {
    std::lock_guard<std::mutex> guard(mutex_);
    stopped_ = true;
    (void)!write(pipe_, "x", 1);
  }

private:
  std::mutex mutex_;
  std::deque<std::string> messages_;
  bool stopped_ = false;
  int event_, pipe_;
};

void use(Mailbox& mailbox) {
  mailbox.post("hello");
  mailbox.stop();
}
