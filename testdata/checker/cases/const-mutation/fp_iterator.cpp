// An iterator keeps a scratch value and a mark of its own: each walk has its copy.
#include <cstddef>
#include <iterator>

class Numbers {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    using pointer = const int*;
    using reference = const int&;

    explicit iterator(int at) : at_(at) {}
    reference operator*() const { return shown_ = at_ * 2; }
    iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator!=(const iterator& other) const { return at_ != other.at_; }
    void mark(bool is_head) const { is_head_ = is_head; }

   private:
    int at_;
    mutable int shown_ = 0;
    mutable bool is_head_ = false;
  };
  iterator begin() const { return iterator(0); }
  iterator end() const { return iterator(10); }
};

// Known by its step and its place alone, which a base has.
struct Base {
  int at = 0;
  Base& operator++() {
    ++at;
    return *this;
  }
  int operator*() const { return at; }
};
struct Cursor : Base {
  int peek() const { return last = at; }
  mutable int last = 0;
};

int sum(const Numbers& numbers) {
  int total = 0;
  for (int number : numbers)
    total += number;
  Cursor cursor;
  return total + cursor.peek();
}
