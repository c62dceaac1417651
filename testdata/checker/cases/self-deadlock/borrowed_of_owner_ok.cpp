// As borrowed_of_owner_bad.cpp, but the part has another mutex, or may have, or the owner's is not held.
#include <mutex>

class Store {
 public:
  explicit Store(std::mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++writes_;
  }

 private:
  std::mutex& mutex_;
  int writes_ = 0;
};

// Two mutexes, always in one order.
class Server {
 public:
  void handle() {
    std::lock_guard<std::mutex> guard(mutex_);
    store_.write();
  }

 private:
  std::mutex mutex_, store_mutex_;
  Store store_{store_mutex_};
};

// The owner lets go first.
class Careful {
 public:
  void handle() {
    {
      std::lock_guard<std::mutex> guard(mutex_);
      ++handled_;
    }
    store_.write();
  }

 private:
  std::mutex mutex_;
  int handled_ = 0;
  Store store_{mutex_};
};

// Whose mutex it is depends on the constructor.
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
  Store store_;
};

// Somebody gives it another one later.
struct Plain {
  std::mutex* mutex;
  int count;
  void add() {
    std::lock_guard<std::mutex> guard(*mutex);
    ++count;
  }
  void use(std::mutex* other) { mutex = other; }
};
class Switched {
 public:
  void lend(std::mutex* other) { plain_.use(other); }
  void add() {
    std::lock_guard<std::mutex> guard(mutex_);
    plain_.add();
  }

 private:
  std::mutex mutex_;
  Plain plain_{&mutex_, 0};
};

// A recursive one may be taken again.
class Again {
 public:
  explicit Again(std::recursive_mutex& mutex) : mutex_(mutex) {}
  void write() {
    std::lock_guard<std::recursive_mutex> guard(mutex_);
    ++writes_;
  }

 private:
  std::recursive_mutex& mutex_;
  int writes_ = 0;
};
class Outer {
 public:
  void handle() {
    std::lock_guard<std::recursive_mutex> guard(mutex_);
    again_.write();
  }

 private:
  std::recursive_mutex mutex_;
  Again again_{mutex_};
};

// A part of one object that works under another's mutex.
struct Node {
  std::mutex mutex;
  int value = 0;
};
class Log {
 public:
  explicit Log(std::mutex& mutex) : mutex_(mutex) {}
  void line() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++lines_;
  }

 private:
  std::mutex& mutex_;
  int lines_ = 0;
};
void copy(Node& from, Node& to) {
  Log log(to.mutex);
  {
    std::lock_guard<std::mutex> guard(from.mutex);
    ++from.value;
  }
  log.line();
}

void run(std::mutex& other, Node& from, Node& to) {
  Server server;
  server.handle();
  Careful careful;
  careful.handle();
  Either either(other);
  either.handle();
  Switched switched;
  switched.lend(&other);
  switched.add();
  Outer outer;
  outer.handle();
  copy(from, to);
}
