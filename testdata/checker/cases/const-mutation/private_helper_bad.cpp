// The private method is called by a const one: whoever looks up changes the table.
class Table {
 public:
  int find(int key) const {
    note(key);
    return key;
  }
  void insert(int key) { note(key); }

 private:
  void note(int key) const { // CHECK: paraudit-const-mutation
    last_ = key;
  }
  mutable int last_ = 0;
};

int use(const Table& table) {
  return table.find(1);
}
