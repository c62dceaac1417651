// Of which class the object of a call is, where that says more than who declares the method.
class Pass {
 public:
  virtual ~Pass() = default;
  virtual void run() = 0;
  void run_twice() {
    run();
    run();
  }
};

class FunctionPass : public Pass {
 public:
  void run_and_verify() { run_twice(); }
};

class Inliner final : public FunctionPass {
 public:
  void run() override {}
};

void by_pointer(FunctionPass* pass) {
  pass->run();
  pass->run_twice();
  pass->run_and_verify();
}

void by_reference(Pass& pass) {
  pass.run_twice();
}

void exactly() {
  Inliner inliner;
  inliner.run_twice();
}
