// A lock in storage of its own, so that it is never destroyed: the holder is the lock.
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <utility>

template <class T> class NeverDestroyed {
public:
  template <class... Args> explicit NeverDestroyed(Args&&... args) {
    new (impl_.space_) T(std::forward<Args>(args)...);
  }
  T& operator*() { return *get(); }
  T* operator->() { return get(); }
  T* get() { return std::launder(reinterpret_cast<T*>(impl_.space_)); }

private:
  struct Impl {
    alignas(T) unsigned char space_[sizeof(T)];
  };
  Impl impl_;
};

std::mutex& names_mutex() {
  static NeverDestroyed<std::mutex> mutex;
  return *mutex;
}

std::map<std::string, int> names; // guarded by names_mutex()

int intern(const std::string& name) {
  std::lock_guard guard(names_mutex());
  return names.emplace(name, static_cast<int>(names.size())).first->second;
}

void forget() {
  std::lock_guard guard(names_mutex());
  names.clear();
}
