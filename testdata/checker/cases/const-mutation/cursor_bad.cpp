// A cursor that readers of one table share, and an iterator that changes what it points to.
#include <memory>

struct Row {
  int uses = 0;
};

class Table {
 public:
  int current() const { // CHECK: paraudit-const-mutation
    return last_ = at_;
  }
  void operator++() { ++at_; }

 private:
  int at_ = 0;
  mutable int last_ = 0;
};

class RowIterator {
 public:
  explicit RowIterator(std::unique_ptr<Row> row) : row_(std::move(row)) {}
  const Row& operator*() const { // CHECK: paraudit-const-mutation
    ++row_->uses;
    return *row_;
  }
  RowIterator& operator++() { return *this; }

 private:
  std::unique_ptr<Row> row_;
};

int use(const Table& table, const RowIterator& rows) {
  return table.current() + (*rows).uses;
}
