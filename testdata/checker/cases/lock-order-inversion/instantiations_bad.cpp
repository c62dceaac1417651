// Two instantiations of a template nest the same two locks in both orders, and through a virtual call each nests the
// other's: the cycles among all four tell of no third defect
// beside these two.
#include <mutex>

class Search {
public:
  virtual ~Search() = default;
  virtual int next() = 0;
};

template <class Tracer>
class Engine : public Search {
public:
  int next() override {
    std::lock_guard<std::mutex> all(search_);
    std::lock_guard<std::mutex> one(worker_); // CHECK: paraudit-lock-order-inversion ('Engine::search_'), paraudit-lock-order-inversion (another instantiation)
    return ++found_;
  }
  int work(Search& inner) {
    std::lock_guard<std::mutex> one(worker_);
    return inner.next();
  }

private:
  std::mutex search_;
  std::mutex worker_;
  int found_ = 0;
};

struct Quiet {};
struct Loud {};

int run(Engine<Quiet>& quiet, Engine<Loud>& loud, Search& inner) {
  return quiet.work(inner) + loud.work(inner);
}

Engine<Quiet> quiet;
Engine<Loud> loud;
