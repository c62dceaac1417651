// The lock serialises a step that const methods make on first use; whoever changes the object has it alone.
#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Field {
 public:
  void add(int value) {
    values_.push_back(value);
    text_state_.store(kStale, std::memory_order_relaxed);
  }
  void clear() { text_.clear(); }
  const std::string& text() const {
    make_text();
    return text_;
  }
  size_t length() const {
    make_text();
    return text_.size();
  }
  size_t memory() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return text_.capacity();
  }

 private:
  enum State { kClean, kStale };
  void make_text() const {
    if (text_state_.load(std::memory_order_acquire) == kStale) {
      std::lock_guard<std::mutex> lock(mutex_);
      if (text_state_.load(std::memory_order_relaxed) == kStale) {
        render();
        text_state_.store(kClean, std::memory_order_release);
      }
    }
  }
  void render() const {
    text_.clear();
    for (int value : values_) text_ += std::to_string(value);
  }

  std::vector<int> values_;
  mutable std::mutex mutex_;
  mutable std::atomic<State> text_state_{kClean};
  mutable std::string text_;
};

size_t show(const Field& field) { return field.text().size() + field.length() + field.memory(); }

int main() {
  Field field;
  field.add(1);
  std::thread one([&] { show(field); });
  std::thread two([&] { show(field); });
  one.join();
  two.join();
  field.clear();
}
