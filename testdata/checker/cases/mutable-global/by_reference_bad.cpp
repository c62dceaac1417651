// Changed by a callee that gets a reference or a pointer.
static int total;  // CHECK: paraudit-mutable-global
static int latest; // CHECK: paraudit-mutable-global

static void add(int& sum, int value) { sum += value; }
static void store(int* where, int value) { *where = value; }
static void store_deeper(int* where) { store(where, 1); }

void note(int value) {
  add(total, value);
  store_deeper(&latest);
}
