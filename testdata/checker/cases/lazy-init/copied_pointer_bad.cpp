// The test is made on a copy, and the initialisation is in a loop that tries again.
struct Table {
  int size = 1;
};

static Table* table;

bool load(Table*& made) {
  made = new Table;
  return made->size > 0;
}

Table& get() {
  Table* known = table;
  if (known == nullptr) { // CHECK: paraudit-lazy-init
    while (!load(known))
      delete known;
    table = known;
  }
  return *known;
}
