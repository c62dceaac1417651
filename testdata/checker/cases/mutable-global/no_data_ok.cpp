// A class without data has nothing that could change, whoever gets its address.
struct Visitor {
  virtual ~Visitor() = default;
  virtual void visit(int) {}
};

struct Ignorer {
  void ignore(int) {}
};

Ignorer ignorer;
Visitor visitor;

void walk(Ignorer* with, Visitor& other);

void run() {
  walk(&ignorer, visitor);
  ignorer.ignore(1);
}
