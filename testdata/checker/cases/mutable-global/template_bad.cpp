template <typename T> struct Counter {
  static int live;
};

template <typename T> int Counter<T>::live = 0; // CHECK: paraudit-mutable-global

int make() { return ++Counter<int>::live; }
