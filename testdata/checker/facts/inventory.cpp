// Shared state, classes and locks: what is in the inventory, and how it is described.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace app {

int plain;
const int constant = 4;
constexpr int folded = 5;
int computed();
int dynamic = computed();
static int hidden;
namespace {
std::vector<int> unnamed;
}
thread_local int per_thread;
std::atomic<int> atomic_counter;
extern int elsewhere;
inline int in_line = 3;
const char* text = "text";
const char* const frozen = "text";
int& reference = plain;
std::once_flag once;

struct Cache {
  mutable std::map<int, int> hits;
  mutable std::mutex guard;
  int size = 0;
};
struct Loose {
  mutable int uses = 0;
};
const Cache synchronised_inside;
const Loose loose_inside;

class Base {
 public:
  virtual ~Base() = default;
  virtual void run() = 0;
  static int instances;
};
int Base::instances;

class Derived final : public Base {
 public:
  void run() override;

 private:
  std::mutex lock_;
  mutable int cached_;
  const int fixed_ = 0;
  Base* parent_;
  std::string name_;
};

template <class T> struct Holder {
  static T value;
};
template <class T> T Holder<T>::value;
template struct Holder<long>;
template <class T> T variable_template = T();

int& counter() {
  static int count = computed();
  static std::string name("x");
  static const int limit = 3;
  return variable_template<int> += count + static_cast<int>(name.size()) + limit, count;
}

void Derived::run() {
  ++hidden;
  unnamed.push_back(fixed_);
  std::make_unique<Derived>()->run();
}

} // namespace app
