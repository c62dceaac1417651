// Threads of several classes have one starter, their base class: to start the workers starts no reader, so that who
// sets a reader up after the workers have been started does so in time.
#include <memory>
#include <pthread.h>
#include <vector>

class Thread {
 public:
  virtual ~Thread() = default;
  virtual void run() = 0;
  void start();
  void stop() { pthread_join(handle_, nullptr); }

 private:
  pthread_t handle_{};
};

static void* shim(void* self) {
  Thread* thread = static_cast<Thread*>(self);
  thread->run();
  return nullptr;
}

void Thread::start() {
  pthread_create(&handle_, nullptr, shim, this);
}

class Worker : public Thread {
 public:
  void run() override { ++jobs_; }

 private:
  int jobs_ = 0;
};

class Reader : public Thread {
 public:
  void init(int rows) {
    rows_ = rows;
    stopped_ = false;
  }
  void run() override {
    rows_ -= 1;
    stopped_ = rows_ == 0;
  }

 private:
  int rows_ = 0;
  bool stopped_ = false;
};

class Encoder {
 public:
  void create(int readers) {
    for (Worker& worker : workers_) {
      worker.start();
    }
    for (int i = 0; i < readers; ++i) {
      readers_.push_back(std::make_unique<Reader>());
    }
    for (auto& reader : readers_) {
      reader->init(10);
    }
    for (auto& reader : readers_) {
      reader->start();
    }
  }
  void destroy() {
    for (auto& reader : readers_) {
      reader->stop();
    }
    for (Worker& worker : workers_) {
      worker.stop();
    }
  }

 private:
  std::vector<Worker> workers_{4};
  std::vector<std::unique_ptr<Reader>> readers_;
};

int main() {
  Encoder encoder;
  encoder.create(2);
  encoder.destroy();
}
