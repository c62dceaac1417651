// The same file's own scratch buffer, changed by a helper of it, is the class's affair.
namespace {

int last;

void note(int size) {
  last = size;
}

} // namespace

struct Entry {
  int size = 0;
  int get() const { // CHECK: paraudit-const-mutation
    note(size);
    return size;
  }
};

int total(const Entry& entry) {
  return entry.get();
}
