// Guards against coming again: what is set and taken back on every way out says that the function is at work.
static bool in_check;
int* table;
int walk(int* from);

int check() {
  if (in_check)
    return 0;
  in_check = true;
  int found = walk(table);
  in_check = false;
  return found;
}

class Type {
 public:
  void dump() const {
    static bool recursing;
    if (!recursing) {
      recursing = true;
      if (inner_ != nullptr)
        inner_->dump();
      recursing = false;
    }
  }

 private:
  const Type* inner_ = nullptr;
};

void use(const Type& type) {
  type.dump();
}
