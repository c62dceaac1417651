#include <mutex>

class Table {
public:
  int size() const {
    std::call_once(once_, [this] { size_ = 42; });
    return size_;
  }

private:
  mutable std::once_flag once_;
  mutable int size_ = 0;
};

int use(const Table& table) { return table.size(); }
