class Symbol {
public:
  unsigned hash() const {
    if (!hashed_) { // CHECK: paraudit-lazy-init
      hash_ = compute();
      hashed_ = true;
    }
    return hash_;
  }

private:
  unsigned compute() const;

  mutable bool hashed_ = false;
  mutable unsigned hash_ = 0;
};

unsigned use(const Symbol& symbol) { return symbol.hash(); }
