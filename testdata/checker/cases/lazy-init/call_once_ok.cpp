#include <mutex>

struct Tables;
Tables* make();

static std::once_flag once;
static Tables* tables;

Tables* get() {
  std::call_once(once, [] { tables = make(); });
  return tables;
}
