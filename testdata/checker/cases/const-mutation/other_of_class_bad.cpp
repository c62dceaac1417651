// Comparing is no copying: the other object may be anybody's.
class Name {
 public:
  bool is_same(const Name& other) const { // CHECK: paraudit-const-mutation
    ++other.compared_;
    return id_ == other.id_;
  }

 private:
  int id_ = 0;
  mutable int compared_ = 0;
};

bool use(const Name& one, const Name& other) {
  return one.is_same(other);
}
