struct Target {
  int bits;
};

static Target* target;

Target& get() {
  if (target == nullptr) // CHECK: paraudit-lazy-init
    target = new Target{64};
  return *target;
}
