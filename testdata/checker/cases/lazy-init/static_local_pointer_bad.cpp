struct Context;
Context* create();

Context* context() {
  static Context* instance = nullptr;
  if (!instance) // CHECK: paraudit-lazy-init
    instance = create();
  return instance;
}
