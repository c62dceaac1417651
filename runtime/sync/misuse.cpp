#include "runtime/sync/misuse.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace paraudit {
namespace {

std::atomic<MisuseHandler> current_handler{nullptr};

void print_site(const char* role, const detail::SiteRecord* site) {
  if (site != nullptr)
    std::fprintf(stderr, "  %s %s:%u:%u in %s\n", role, site->file, site->line, site->column, site->function);
}

} // namespace

MisuseHandler set_misuse_handler(MisuseHandler handler) {
  return current_handler.exchange(handler);
}

void report_misuse(const Misuse& misuse) {
  if (MisuseHandler handler = current_handler.load()) {
    handler(misuse);
  } else {
    std::fprintf(stderr, "paraudit: %s\n", misuse.message);
    print_site("at", misuse.attempted);
    print_site(misuse.holder_role, misuse.holder);
  }
  std::abort();
}

void detail::fail_held(const SiteRecord* attempted, const SiteRecord* holder) {
  report_misuse({"lock was already held", attempted, holder, "held since"});
}

} // namespace paraudit
