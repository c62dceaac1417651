// A reference to a function leads to nothing that changes.
#include <functional>
#include <vector>

static void call(int) {}
static const auto functions = std::vector{std::ref(call)};

void use() { functions.at(0)(1); }
