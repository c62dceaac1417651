#include "runtime/parallel/wait_site.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include "runtime/abi/trace_format.h"
#include "runtime/sync/site.h"

namespace paraudit::detail {

namespace {

struct Entry {
  std::atomic<const SiteRecord*> key{nullptr};
  std::atomic<const paraudit_site*> site{nullptr};
};
constexpr std::size_t kEntries = 4096; // a power of two
constinit std::array<Entry, kEntries> sites{};

const paraudit_site* make_site(const SiteRecord& record) {
  auto* site = new paraudit_site{};
  site->file = record.file;
  site->function = record.function;
  site->line = record.line;
  site->column = record.column;
  site->column_kind = kSiteForm == PARAUDIT_SITE_SOURCE_CLANG ? PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG
                                                              : PARAUDIT_COLUMN_SOURCE_LOCATION_GCC;
  return site;
}

// Several threads may make it at once; one wins.
const paraudit_site* site_of(Entry& entry, const SiteRecord& record) {
  const paraudit_site* site = entry.site.load(std::memory_order_acquire);
  if (site) {
    return site;
  }
  std::unique_ptr<const paraudit_site> made(make_site(record));
  if (entry.site.compare_exchange_strong(site, made.get(), std::memory_order_acq_rel)) {
    return made.release();
  }
  return site;
}

} // namespace

const paraudit_site* wait_site(const std::source_location& where) {
  const SiteRecord* record = site_record(where);
  std::size_t start = (reinterpret_cast<std::uintptr_t>(record) >> 3) * 0x9e3779b97f4a7c15u >> 52;
  for (std::size_t probe = 0; record && probe < 64; ++probe) {
    Entry& entry = sites[(start + probe) % kEntries];
    const SiteRecord* key = entry.key.load(std::memory_order_acquire);
    if (key == nullptr && entry.key.compare_exchange_strong(key, record, std::memory_order_acq_rel)) {
      key = record;
    }
    if (key == record) {
      return site_of(entry, *record);
    }
  }
  return nullptr;
}

} // namespace paraudit::detail
