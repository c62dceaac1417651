// A pointer and a count over memory that an arena owns: the only sequence type of syntax trees, so that nodes stay
// trivially destructible. Immutable once built; safe to read from any thread; never owns.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_LIST_H
#define PARAUDIT_MINICOMPILER_SOURCE_LIST_H

#include <cstdint>

namespace minirc {

template <class T> class List {
 public:
  List() = default;
  List(const T* data, std::uint32_t size) : data_(data), size_(size) {}

  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  std::uint32_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::uint32_t i) const { return data_[i]; }
  const T& front() const { return data_[0]; }
  const T& back() const { return data_[size_ - 1]; }

 private:
  const T* data_ = nullptr;
  std::uint32_t size_ = 0;
};

} // namespace minirc

#endif
