#include "ast.h"

namespace cc {
static Types types;

Decls& decls() {
  static Decls all(types);
  return all;
}

void Decls::declare() {
  std::lock_guard<std::mutex> guard(mutex_);
  count_ += types_.size();
}

int Decls::count() {
  std::lock_guard<std::mutex> guard(mutex_);
  return count_;
}
} // namespace cc
