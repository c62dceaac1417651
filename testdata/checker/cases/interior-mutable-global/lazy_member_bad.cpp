// A const object with a lazily computed mutable member.
class Table {
public:
  int size() const {
    if (size_ < 0)
      size_ = 42;
    return size_;
  }

private:
  mutable int size_ = -1;
};

extern const Table table;
const Table table; // CHECK: paraudit-interior-mutable-global

int use() { return table.size(); }
