// Where functions go as values.

int fold(int value) { return value; }
int count(int value) { return value + 1; }
int hidden(int value) { return value - 1; }

using Pass = int (*)(int);
struct Entry {
  const char* name;
  Pass pass;
};

const Pass passes[] = {fold, &count};
const Entry entries[] = {{"fold", fold}, {"count", [](int value) { return value * 2; }}};

class Manager {
public:
  explicit Manager(Pass first) : first_(first) {}
  Pass chosen(bool second) const { return second ? &count : first_; }
  void set(Pass pass) {
    Pass kept = pass;
    first_ = kept;
  }

private:
  Pass first_;
};

int run(Manager& manager) {
  manager.set(fold);
  return manager.chosen(true)(1) + passes[0](2);
}

unsigned long disguised(Pass pass) { return reinterpret_cast<unsigned long>(pass); }
unsigned long lost() { return reinterpret_cast<unsigned long>(&hidden); }
