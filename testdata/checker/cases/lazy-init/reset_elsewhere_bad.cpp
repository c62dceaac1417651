// Made on first use, and let go elsewhere, to be made again.
static int* table;

int look(int index) {
  if (!table) // CHECK: paraudit-lazy-init
    table = new int[64]();
  return table[index];
}

void forget() {
  delete[] table;
  table = nullptr;
}
