// Const callers that only pass it on are not told again.
class Type {
public:
  int size() const { // CHECK: paraudit-const-mutation
    ++uses_;
    return 8;
  }
  int bits() const { return 8 * size(); }

private:
  mutable int uses_ = 0;
};

class Field {
public:
  int bits() const { return type_.bits(); }

private:
  Type type_;
};

int use(const Field& field) { return field.bits(); }
