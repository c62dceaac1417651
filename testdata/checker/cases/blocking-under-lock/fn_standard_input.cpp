// Known miss: what is read from the terminal may take for ever.
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

class Prompt {
 public:
  void ask() {
    std::lock_guard<std::mutex> guard(mutex_);
    std::getline(std::cin, name_); // MISSING: paraudit-blocking-under-lock
  }

 private:
  std::mutex mutex_;
  std::string name_;
};

void run(Prompt& prompt) {
  std::thread first([&] { prompt.ask(); }), second([&] { prompt.ask(); });
  first.join();
  second.join();
}
