// What an object only borrows is not its own: a handle, an iterator, a view.
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
  void* node() const { return arena_->take(16); }

private:
  Arena* arena_; // whose it is, the caller knows
};

// Owned here, but what it leads to is borrowed again.
class Session {
public:
  explicit Session(Arena& arena) : builder_(new Builder(&arena)), arena_(arena) {}
  ~Session() { delete builder_; }
  void* node() const { return builder_->node(); }
  void* raw() const { return arena_.take(8); }

private:
  Builder* builder_;
  Arena& arena_;
};

void* use(const Builder& builder, const Session& session) {
  session.raw();
  session.node();
  return builder.node();
}
