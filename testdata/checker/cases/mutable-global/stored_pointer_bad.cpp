// The write goes through a pointer that was stored in another object first.
struct Slot {
  int* where;
};

static int hidden; // CHECK: paraudit-mutable-global

static void fill(Slot& slot) { slot.where = const_cast<int*>(&hidden); }

void write(Slot& slot) {
  fill(slot);
  *slot.where = 1;
}
