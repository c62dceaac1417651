// Through a non-const method of what a member points to.
struct Arena {
  void* take(unsigned long size) {
    used += size;
    return nullptr;
  }
  unsigned long used = 0;
};

class Builder {
public:
  explicit Builder(Arena* arena) : arena_(arena) {}
  void* node() const { // CHECK: paraudit-const-mutation
    return arena_->take(16);
  }

private:
  Arena* arena_;
};

void* use(const Builder& builder) { return builder.node(); }
