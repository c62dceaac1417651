// Locks that are fields of templates, of bases and of classes in an anonymous namespace: how the pass names them with
// -g.
// "// lock NAME" says what a line's site is to carry.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <shared_mutex>

namespace store {

template <typename T> class Queue {
 public:
  void push(T value) {
    std::unique_lock lock(mutex_); // lock store::Queue::mutex_
    items_.push_back(value);
    ready_.notify_one();
  }
  T pop() {
    std::unique_lock lock(mutex_); // lock store::Queue::mutex_
    while (items_.empty())
      ready_.wait(lock);
    T value = items_.front();
    items_.pop_front();
    return value;
  }

 private:
  std::deque<T> items_;
  std::mutex mutex_;
  std::condition_variable ready_;
};

struct Base {
  int version = 0;
  mutable std::shared_mutex mutex;
};

struct Derived : Base {
  int get() const {
    std::shared_lock lock(mutex); // lock store::Base::mutex
    return version;
  }
};

std::mutex registry; // a global of a namespace
static std::mutex hidden;

} // namespace store

namespace {
struct Local {
  std::mutex mutex;
};
} // namespace

int main() {
  store::Queue<int> numbers;
  store::Queue<char> letters;
  numbers.push(1);
  letters.push('a');
  store::Derived derived;
  Local local;
  std::lock_guard<std::mutex> first(store::registry); // lock store::registry
  std::lock_guard<std::mutex> second(store::hidden);  // lock names.cpp::store::hidden
  std::lock_guard<std::mutex> third(local.mutex);     // lock names.cpp::Local::mutex
  return numbers.pop() + letters.pop() + derived.get() - 1 - 'a';
}
