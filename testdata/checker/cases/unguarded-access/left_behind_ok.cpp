// What a pointer was taken from moves on: the pointer still leads to the object whose lock was taken.
#include <mutex>
#include <thread>

struct Sample {
  std::mutex init_lock;
  Sample* dead __attribute__((guarded_by(init_lock))) = nullptr;
};

class Recorder {
 public:
  Recorder() {
    std::lock_guard guard(graveyard_.init_lock);
    graveyard_.dead = &graveyard_;
  }

  Sample* pop() {
    std::unique_lock grave(graveyard_.init_lock);
    Sample* sample = graveyard_.dead;
    if (sample == &graveyard_)
      return nullptr;
    std::lock_guard guard(sample->init_lock);
    graveyard_.dead = sample->dead;
    grave.unlock();
    sample->dead = nullptr;
    return sample;
  }

  void push(Sample* sample) {
    std::lock_guard grave(graveyard_.init_lock);
    std::lock_guard guard(sample->init_lock);
    sample->dead = graveyard_.dead;
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
