/* Memory that a program gives back, and the locks that were in it. A lock known by its address alone (std::mutex makes
 * no call when it is destroyed) is gone with its memory: what is there next is another lock. The caller is whoever
 * stands in front of free() and its like.
 *
 * Internal to this project, like fast_path.h. Thread-safe and signal-safe; takes no lock, allocates nothing, changes
 * no errno. Cost where no lock is near: a load a page of 4 KiB.
 *
 * Includes nothing but <stdint.h>. */
#ifndef PARAUDIT_RUNTIME_ABI_LOCK_MEMORY_H
#define PARAUDIT_RUNTIME_ABI_LOCK_MEMORY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

enum { PARAUDIT_PAGE_SHIFT = 12, PARAUDIT_PAGE_WORDS_SHIFT = 9 };

/* Which pages ever held a lock known by its address: a set of page numbers by hash, that only grows. */
struct paraudit_lock_pages {
  uint32_t any; /* nonzero once there was such a lock */
  uint64_t words[1 << PARAUDIT_PAGE_WORDS_SHIFT];
};
extern struct paraudit_lock_pages paraudit_lock_pages;

/* To be called before this memory can become anything else: the locks in it are forgotten. Returns how many. */
uint32_t paraudit_memory_forget(const void* begin, uint64_t bytes);

#pragma GCC visibility pop

static inline uint64_t* paraudit_word_of_page(uint64_t page, uint64_t* bit) {
  uint64_t hash = page * 0x9e3779b97f4a7c15ull;
  *bit = 1ull << (hash >> 58);
  return &paraudit_lock_pages.words[hash >> (58 - PARAUDIT_PAGE_WORDS_SHIFT) & ((1u << PARAUDIT_PAGE_WORDS_SHIFT) - 1)];
}

/* False: no lock known by its address was ever in that page. */
static inline int paraudit_page_held_locks(uint64_t page) {
  uint64_t bit = 0;
  return (__atomic_load_n(paraudit_word_of_page(page, &bit), __ATOMIC_RELAXED) & bit) != 0;
}

/* False: paraudit_memory_forget would find nothing in this block. Large ones it looks through itself. */
static inline int paraudit_may_hold_locks(const void* begin, uint64_t bytes) {
  enum { kPagesLookedAt = 16 };
  if (__atomic_load_n(&paraudit_lock_pages.any, __ATOMIC_RELAXED) == 0 || bytes == 0)
    return 0;
  uint64_t page = (uint64_t)(uintptr_t)begin >> PARAUDIT_PAGE_SHIFT;
  uint64_t last = ((uint64_t)(uintptr_t)begin + bytes - 1) >> PARAUDIT_PAGE_SHIFT;
  if (last - page >= kPagesLookedAt)
    return 1;
  for (; page <= last; ++page)
    if (paraudit_page_held_locks(page))
      return 1;
  return 0;
}

#ifdef __cplusplus
}
#endif
#endif
