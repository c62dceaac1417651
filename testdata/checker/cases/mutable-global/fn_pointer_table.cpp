// Known miss: the write goes through a table of pointers, whose elements are not told apart.
static int hidden; // MISSING: paraudit-mutable-global

static int* const table[] = {nullptr, const_cast<int*>(&hidden)};

void write(int which) { *table[which] = 1; }
