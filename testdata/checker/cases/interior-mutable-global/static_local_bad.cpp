// A singleton that is given out as const.
class Settings {
public:
  int reads() const { return ++reads_; }

private:
  mutable int reads_ = 0;
};

const Settings& settings() {
  static const Settings instance; // CHECK: paraudit-interior-mutable-global
  return instance;
}

int use() { return settings().reads(); }
