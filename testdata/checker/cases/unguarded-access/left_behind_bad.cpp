// The pointer's object is not the one whose lock is held.
#include <mutex>
#include <thread>

struct Sample {
  std::mutex init_lock;
  Sample* dead __attribute__((guarded_by(init_lock))) = nullptr;
};

class Recorder {
 public:
  Sample* pop() {
    std::unique_lock grave(graveyard_.init_lock);
    Sample* sample = graveyard_.dead;
    graveyard_.dead = nullptr;
    grave.unlock();
    sample->dead = nullptr; // CHECK: paraudit-unguarded-access
    return sample;
  }

  void push(Sample* sample) {
    std::lock_guard grave(graveyard_.init_lock);
    sample->dead = graveyard_.dead; // CHECK: paraudit-unguarded-access
    graveyard_.dead = sample;
  }

 private:
  Sample graveyard_;
};

Recorder recorder;

void work() {
  recorder.push(recorder.pop());
}

int main() {
  std::thread first(work), second(work);
  first.join();
  second.join();
}
