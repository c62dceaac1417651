// Where a lock is constructed or taken: the address of the compiler's static std::source_location record.
//
// One word, constant, valid as long as its module is loaded. Not constructible from anything else, so that every
// acquisition has a true site. Source: the layout that libstdc++ and libc++ share (a single pointer), checked below.
#ifndef PARAUDIT_RUNTIME_SYNC_SITE_H
#define PARAUDIT_RUNTIME_SYNC_SITE_H

#include "runtime/abi/fast_path.h"

#include <bit>
#include <source_location>

namespace paraudit {

using SourceLocation = std::source_location;

namespace detail {

using SiteRecord = paraudit_source_record;

static_assert(sizeof(SourceLocation) == sizeof(void*), "std::source_location is not a pointer to a static record");
inline const SiteRecord* site_record(SourceLocation location) {
  return std::bit_cast<const SiteRecord*>(location);
}

#if defined(__clang__)
inline constexpr uint32_t kSiteForm = PARAUDIT_SITE_SOURCE_CLANG;
#else
inline constexpr uint32_t kSiteForm = PARAUDIT_SITE_SOURCE_GCC;
#endif

} // namespace detail
} // namespace paraudit
#endif
