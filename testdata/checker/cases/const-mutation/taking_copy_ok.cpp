// A copy that takes what the other has, as auto_ptr did: copies are of temporaries, and nobody shares one.
class Slot {
 public:
  Slot() = default;
  Slot(const Slot& other) { move_from(other); }
  Slot& operator=(const Slot& other) {
    delete held_;
    move_from(other);
    return *this;
  }
  ~Slot() { delete held_; }

 private:
  void move_from(const Slot& other) {
    held_ = other.held_;
    other.held_ = nullptr;
  }

  mutable int* held_ = nullptr;
};

class Owner {
 public:
  Owner(int* held) : held_(held) {}
  Owner(const Owner& other) : held_(other.held_) { other.owns_ = false; }
  Owner& operator=(const Owner& other) {
    held_ = other.held_;
    other.owns_ = false;
    return *this;
  }

 private:
  int* held_;
  mutable bool owns_ = true;
};

void use(const Slot& from, const Owner& owner) {
  Slot slot(from);
  slot = from;
  Owner other(owner);
  other = owner;
}
