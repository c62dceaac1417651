struct Options {
  int level = 0;
  mutable int reads = 0;
};

int level(const Options& options) { // CHECK: paraudit-const-mutation
  ++options.reads;
  return options.level;
}
