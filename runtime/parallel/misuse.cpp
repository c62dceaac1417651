#include "runtime/parallel/misuse.h"

#include <cstdio>
#include <cstdlib>

namespace paraudit::detail {

void fail(std::string_view message, std::source_location where) {
  std::fprintf(stderr, "paraudit: %.*s\n  at %s:%u\n", static_cast<int>(message.size()), message.data(),
               where.file_name(), where.line());
  std::abort();
}

} // namespace paraudit::detail
