// One finding for all instantiations.
#include <mutex>
#include <vector>

template <class T> class Channel {
public:
  void send(T value) {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.push_back(value);
  }
  void drain() {
    std::lock_guard<std::mutex> lock(mutex_);
    values_.clear();
  }
  bool empty() const {
    return values_.empty(); // CHECK: paraudit-unguarded-access
  }

private:
  mutable std::mutex mutex_;
  std::vector<T> values_;
};

bool use(Channel<int>& numbers, Channel<char>& letters) {
  numbers.send(1);
  letters.send('a');
  numbers.drain();
  letters.drain();
  return numbers.empty() && letters.empty();
}
