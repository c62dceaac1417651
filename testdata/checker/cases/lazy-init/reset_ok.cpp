// Taken back, not initialised; and a maximum, which is no initialisation either.
static int* scratch;
static int deepest;

void reset() {
  if (scratch != nullptr) {
    delete[] scratch;
    scratch = nullptr;
  }
}

void note(int depth) {
  if (depth > deepest)
    deepest = depth;
}
