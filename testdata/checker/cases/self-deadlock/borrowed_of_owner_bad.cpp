// A part of an object works under its owner's mutex, and the owner calls it with that held: whichever way it got it.
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

class Store {
 public:
  explicit Store(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++writes_;
  }

 private:
  std::mutex& mutex_;
  int writes_ = 0;
};

class Layer {
 public:
  explicit Layer(std::mutex& mutex) : store_(mutex) {}
  void write() { store_.write(); }

 private:
  Store store_;
};

// Through two constructors.
class Server {
 public:
  Server() : layer_(mutex_) {}
  void handle() {
    std::lock_guard<std::mutex> guard(mutex_);
    layer_.write();
  }

 private:
  std::mutex mutex_;
  Layer layer_;
};

// In an aggregate, by a pointer and by a reference; the names may be given.
struct Plain {
  std::mutex* mutex;
  int count;
  void add() {
    std::lock_guard<std::mutex> guard(*mutex); // CHECK: paraudit-self-deadlock
    ++count;
  }
};
struct Referring {
  std::mutex& mutex;
  void touch() {
    std::lock_guard<std::mutex> guard(mutex); // CHECK: paraudit-self-deadlock
  }
};
struct Named {
  int count;
  std::mutex* mutex;
  void add() {
    std::lock_guard<std::mutex> guard(*mutex); // CHECK: paraudit-self-deadlock
    ++count;
  }
};
class Counters {
 public:
  void add() {
    std::lock_guard<std::mutex> guard(mutex_);
    plain_.add();
  }
  void touch() {
    std::lock_guard<std::mutex> guard(mutex_);
    referring_.touch();
  }
  void add_named() {
    std::lock_guard<std::mutex> guard(mutex_);
    named_.add();
  }

 private:
  std::mutex mutex_;
  Plain plain_{&mutex_, 0};
  Referring referring_{mutex_};
  Named named_{.count = 0, .mutex = &mutex_};
};

// With braces around the member's initialiser, and the part made on the heap.
class Braced {
 public:
  explicit Braced(std::mutex* mutex) : mutex_{mutex} {}
  void step() {
    std::lock_guard<std::mutex> guard(*mutex_); // CHECK: paraudit-self-deadlock
    ++steps_;
  }

 private:
  std::mutex* mutex_;
  int steps_ = 0;
};
class Owner {
 public:
  Owner() : braced_(std::make_unique<Braced>(&mutex_)) {}
  void step() {
    std::lock_guard<std::mutex> guard(mutex_);
    braced_->step();
  }

 private:
  std::mutex mutex_;
  std::unique_ptr<Braced> braced_;
};

// The part refers to the owner, not to its mutex.
class Engine;
class Valve {
 public:
  explicit Valve(Engine& engine) : engine_(engine) {}
  void open();

 private:
  Engine& engine_;
};
class Engine {
 public:
  Engine() : valve_(*this) {}
  void start() {
    std::lock_guard<std::mutex> guard(mutex_);
    valve_.open();
  }
  void note() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++notes_;
  }

 private:
  std::mutex mutex_;
  int notes_ = 0;
  Valve valve_;
};
void Valve::open() {
  engine_.note();
}

// A variable of a function that works under another variable.
class Log {
 public:
  explicit Log(std::mutex& mutex) : mutex_(mutex) {}
  void line() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++lines_;
  }

 private:
  std::mutex& mutex_;
  int lines_ = 0;
};
struct Device {
  std::mutex mutex;
  int state = 0;
};
void reset(Device& device) {
  Log log(device.mutex);
  std::lock_guard<std::mutex> guard(device.mutex);
  device.state = 0;
  log.line();
}

class Other {
 public:
  explicit Other(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++writes_;
  }

 private:
  std::mutex& mutex_;
  int writes_ = 0;
};
// Whose mutex it is depends on the constructor, and of this variable it is known.
class Either {
 public:
  Either() : store_(mutex_) {}
  explicit Either(std::mutex& other) : store_(other) {}
  void handle() {
    std::lock_guard<std::mutex> guard(mutex_);
    store_.write();
  }

 private:
  std::mutex mutex_;
  Other store_;
};

void run(Device& device) {
  Either either;
  either.handle();
  Server server;
  server.handle();
  Counters counters;
  counters.add();
  counters.touch();
  counters.add_named();
  Owner owner;
  owner.step();
  Engine engine;
  engine.start();
  reset(device);
}
