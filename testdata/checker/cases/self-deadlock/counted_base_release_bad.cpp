// Reference counting in a common base: the last reference to a module goes while the lock is held that the module's
// destructor takes.
#include <map>
#include <mutex>
#include <string>

class Counted {
 public:
  void retain() { ++count_; }
  void release() {
    if (--count_ == 0)
      delete this;
  }

 protected:
  virtual ~Counted() = default;

 private:
  int count_ = 1;
};

template <class T> class Ref {
 public:
  explicit Ref(T* object) : object_(object) {}
  Ref(const Ref& other) : object_(other.object_) { object_->retain(); }
  ~Ref() {
    if (object_)
      object_->release();
  }
  T* operator->() const { return object_; }

 private:
  T* object_;
};

class Type : public Counted {
 public:
  int size = 0;
};

std::mutex registry_mutex;
int live_modules = 0;

class Module : public Counted {
 public:
  Module() {
    std::lock_guard lock(registry_mutex);
    ++live_modules;
  }
  ~Module() override {
    std::lock_guard lock(registry_mutex); // CHECK: paraudit-self-deadlock
    --live_modules;
  }
};

void drop(Ref<Module>* module) {
  std::lock_guard lock(registry_mutex);
  delete module;
}

int size_of_types() {
  Ref<Type> type(new Type);
  return type->size;
}

void use_module() {
  drop(new Ref<Module>(new Module));
}
