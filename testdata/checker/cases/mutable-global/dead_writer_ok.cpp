// A macro defines the function for every file; this one never calls it.
static int next_id() {
  static int last = 0;
  return ++last;
}

int use() {
  return 1;
}
