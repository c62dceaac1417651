#include "runtime/sync/mode.h"

namespace paraudit {
namespace {

std::atomic<SyncMode> chosen_mode{SyncMode::kUnset};

// What the process really runs, given what was asked for.
SyncMode effective(SyncMode asked) {
#if defined(PARAUDIT_SERIAL)
  return SyncMode::kNoSync;
#else
  return asked == SyncMode::kNoSync && paraudit_recording() != 0 ? SyncMode::kSync : asked;
#endif
}

} // namespace

void set_mode(SyncMode asked, SourceLocation location) {
#if defined(PARAUDIT_SERIAL)
  if (asked == SyncMode::kSync)
    report_misuse({"this program was built without synchronisation (PARAUDIT_SERIAL)", detail::site_record(location),
                   nullptr, ""});
#endif
  SyncMode wanted = effective(asked);
  SyncMode before = SyncMode::kUnset;
  if (!chosen_mode.compare_exchange_strong(before, wanted) && before != wanted)
    report_misuse(
        {"the synchronisation mode was already set to another value", detail::site_record(location), nullptr, ""});
}

SyncMode mode(SourceLocation location) {
  SyncMode now = effective(chosen_mode.load(std::memory_order_relaxed));
  if (now == SyncMode::kUnset)
    report_misuse({"the synchronisation mode is not set yet: call paraudit::set_mode() first",
                   detail::site_record(location), nullptr, ""});
  return now;
}

bool might_be_sync() {
  return effective(chosen_mode.load(std::memory_order_relaxed)) != SyncMode::kNoSync;
}

void reset_mode_for_test() {
  chosen_mode.store(SyncMode::kUnset);
}

namespace detail {

uint32_t initial_tag(uint32_t kind, const char* class_name, const SiteRecord* site) {
  if (!might_be_sync())
    return kTagNoSync;
  if (paraudit_recording() == 0)
    return kTagUnrecorded;
  return class_name == nullptr ? kTagUnclassified : paraudit_class_of(kind, class_name, site, nullptr, kSiteForm, 0);
}

uint32_t classified(std::atomic<uint32_t>& tag, uint32_t kind, const SiteRecord* made_at, const SiteRecord* first) {
  uint32_t known = tag.load(std::memory_order_relaxed);
  if (known != kTagUnclassified)
    return known;
  uint32_t made = paraudit_class_of(kind, nullptr, made_at, first, kSiteForm, 0);
  return tag.compare_exchange_strong(known, made, std::memory_order_relaxed) ? made : known;
}

uint32_t group_tag(uint32_t kind, const char* class_name, const SiteRecord* site) {
  if (!might_be_sync())
    return kTagNoSync;
  if (paraudit_recording() == 0)
    return kTagUnrecorded;
  return paraudit_class_of(kind, class_name, site, nullptr, kSiteForm, 1);
}

} // namespace detail
} // namespace paraudit
