// Members of a global object, written in it directly and by its own methods.
struct Options {
  bool verbose = false;
  int level = 0;
};

class Statistics {
public:
  void hit() { ++hits_; }
  int hits() const { return hits_; }

private:
  int hits_ = 0;
};

Options options;       // CHECK: paraudit-mutable-global
Statistics statistics; // CHECK: paraudit-mutable-global

void parse_flag() {
  options.verbose = true;
  options.level = 2;
}

int visit() {
  statistics.hit();
  return statistics.hits();
}
