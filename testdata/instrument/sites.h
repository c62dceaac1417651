// Locked from two files: one site.
#pragma once
#include "runtime/sync/lock.h"

#include <mutex>

inline std::mutex header_mutex;
inline paraudit::Lock<int> header_lock{0};

inline void from_header() {
  std::lock_guard lock(header_mutex);
  *header_lock.lock() += 1;
}

#define SITES_LOCK_IN_MACRO(mutex) std::lock_guard macro_lock(mutex)
