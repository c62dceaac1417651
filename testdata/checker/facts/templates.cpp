// Names of declarations: one for all instantiations of a template.
#include <mutex>

namespace ns {

template <class T> struct Table {
  std::mutex lock;
  static inline std::mutex shared;
  static inline int count;
  struct Nested {
    std::mutex lock;
  } nested;
  template <class U> struct Inner {
    std::mutex lock;
  };
  template <class U> struct Inner<U*> {
    std::mutex lock;
  };
};

template <class T> struct Table<T*> {
  std::mutex lock;
};

template <> struct Table<char> {
  std::mutex lock;
};

template <> inline int Table<long>::count = 1;

template <class T> inline std::mutex per_type;
template <class T> inline std::mutex per_type<T*>;

template <class T> T& once() {
  static std::mutex guard;
  static T value{};
  auto take = [] {
    static std::mutex in_lambda;
    in_lambda.lock();
  };
  take();
  auto generic = [](auto) {
    static std::mutex in_generic;
    in_generic.lock();
  };
  generic(T{});
  struct Local {
    std::mutex lock;
  } local;
  local.lock.lock();
  return value;
}

template <> long& once<long>() {
  static std::mutex guard;
  static long value;
  return value;
}

} // namespace ns

void use() {
  ns::Table<int> one;
  ns::Table<float> two;
  ns::Table<int*> three;
  ns::Table<char> four;
  ns::Table<int>::Inner<int> five;
  ns::Table<int>::Inner<int*> six;
  one.lock.lock();
  two.lock.lock();
  one.nested.lock.lock();
  ns::per_type<int>.lock();
  ns::per_type<float>.lock();
  ns::per_type<int*>.lock();
  ns::Table<int>::shared.lock();
  ns::Table<int>::count = ns::Table<long>::count;
  ns::once<int>() = 1;
  ns::once<float>() = 1;
  ns::once<long>() = 1;
}
