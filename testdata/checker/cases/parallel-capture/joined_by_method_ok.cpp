// One method joins the thread, another reads the result, called one after the other; a third is called before the start.
#include <thread>

class Worker {
 public:
  void set_limit(int limit) { result_ = limit; }
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void join() { thread_.join(); }
  int result() const { return result_; }

 private:
  void run() { ++result_; }

  int result_ = 0;
  std::thread thread_;
};

static void begin(Worker& worker) {
  worker.set_limit(3);
  worker.start();
}

static int finish(Worker& worker) {
  worker.join();
  return worker.result();
}

int use() {
  Worker worker;
  begin(worker);
  return finish(worker);
}

int use_again(bool twice) {
  int sum = 0;
  for (int i = 0; i < 2; ++i) {
    Worker worker;
    worker.start();
    worker.join();
    sum += worker.result();
    if (twice)
      sum += worker.result();
  }
  return sum;
}
