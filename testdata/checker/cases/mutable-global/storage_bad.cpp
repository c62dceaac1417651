// Every kind of static storage.
#include <string>

namespace names {
std::string last; // CHECK: paraudit-mutable-global
}

static int file_static; // CHECK: paraudit-mutable-global

namespace {
int unnamed; // CHECK: paraudit-mutable-global
}

class Parser {
public:
  static int errors;
  static inline int warnings = 0; // CHECK: paraudit-mutable-global
};

int Parser::errors = 0; // CHECK: paraudit-mutable-global

inline int depth = 0; // CHECK: paraudit-mutable-global

int count() {
  static int calls = 0; // CHECK: paraudit-mutable-global
  return ++calls;
}

void change() {
  names::last = "x";
  file_static = 1;
  unnamed += 2;
  Parser::errors = 3;
  Parser::warnings++;
  depth = 4;
}
