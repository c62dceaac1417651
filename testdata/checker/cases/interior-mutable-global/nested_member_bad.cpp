// The mutable part is in a member of a base.
#include <map>

class Memo {
public:
  int get(int key) const { return entries_[key]; }

private:
  mutable std::map<int, int> entries_;
};

struct Base {
  Memo memo;
};

struct Model : Base {
  int id = 0;
};

static const Model model; // CHECK: paraudit-interior-mutable-global

int use(int key) { return model.memo.get(key); }
