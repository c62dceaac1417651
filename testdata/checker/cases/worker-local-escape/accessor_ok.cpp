// Accessors return references; that is what they are for. A guard keeps the old value in a local.
struct Context {
  Context* outer = nullptr;
  int depth = 0;
};
thread_local Context* active;
thread_local Context base;

Context& context() { return active ? *active : base; }

class Enter {
public:
  explicit Enter(Context& inner) : saved_(active) { active = &inner; }
  ~Enter() { active = saved_; }

private:
  Context* saved_;
};

int nested() {
  Context inner;
  Enter enter(inner);
  return context().depth;
}
