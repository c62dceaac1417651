// A cycle over three locks, none of whose pairs is turned round; the smallest edge is reported.
#include <mutex>

struct Context {
  std::mutex arena;
  std::mutex decls;
  std::mutex types;
};

Context context;

void intern_type() {
  std::lock_guard<std::mutex> outer(context.types);
  std::lock_guard<std::mutex> inner(context.arena);
}

void add_decl() {
  std::lock_guard<std::mutex> outer(context.arena);
  std::lock_guard<std::mutex> inner(context.decls); // CHECK: paraudit-lock-order-inversion
}

void type_of_decl() {
  std::lock_guard<std::mutex> outer(context.decls);
  std::lock_guard<std::mutex> inner(context.types);
}
