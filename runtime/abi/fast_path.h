/* The inline part of the recorder: what the runtime's typed locks run on every uncontended acquisition and release,
 * without a call and without a clock. Internal to this project: unlike hooks.h it may change with the recorder, so it
 * is used only by code that is built together with libparaudit-recorder.so.
 *
 * Thread-safety: works on the calling thread's own state alone. Signal-safe: the held stack's top moves before an
 * entry is filled. Cost: about 5 ns a lock+unlock pair.
 *
 * Includes nothing but <stdint.h>, <stddef.h> and the trace format. */
#ifndef PARAUDIT_RUNTIME_ABI_FAST_PATH_H
#define PARAUDIT_RUNTIME_ABI_FAST_PATH_H

#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* One held lock, a cache line of its own. `hold_start` is 0 unless the clock was read (sampled, contended or timeline);
 * only then do the fields after it hold anything, but for `shadow`, which belongs to locks known by address alone. */
struct paraudit_held {
  const void* lock;
  struct paraudit_counter* counter;
  uint64_t chain;      /* hash of the locks held up to and with this one */
  uint64_t hold_start; /* ticks, or 0 */
  uint64_t wait_ticks; /* length of the wait that ended at hold_start, or 0 */
  uint64_t key_hash;   /* of the key whose shard this is, or 0 */
  uint64_t flags;      /* paraudit_held_flag */
  union {
    void* shadow;
    const void* holder_site; /* with PARAUDIT_HELD_HOLDER: where the lock was held whose release ended the wait */
  };
} __attribute__((aligned(64)));
/* Above the flags: the site form of holder_site. */
enum paraudit_held_flag {
  PARAUDIT_HELD_SAMPLED = 1,
  PARAUDIT_HELD_CONTENDED = 2,
  PARAUDIT_HELD_HOLDER = 4,
  PARAUDIT_HELD_TIMED = 8 /* by paraudit_timed_commit, so that its release can be as short */
};
enum { PARAUDIT_HELD_FORM_SHIFT = 8 };

/* The calling thread's state as far as the inline path needs it. A thread that is not recorded (not yet, no longer, or
 * never) points at one constant empty counter and one empty stack entry, so that the inline path needs no test for it.
 */
struct paraudit_fast_state {
  struct paraudit_counter* counters;
  struct paraudit_held* top;    /* the next free entry; top[-1] is always readable */
  struct paraudit_held* bottom; /* top when nothing is held */
  struct paraudit_held* limit;
  const uint64_t* chains; /* known chains by hash: open addressing, 0 is free */
  uint32_t shift;         /* 64 - log2 of the counter table's size */
  uint32_t chain_shift;   /* 64 - log2 of the chain table's size */
  uint32_t countdown;     /* acquisitions until the next one that takes the slow path to read the clock */
  uint32_t inside;        /* the recorder is running on this thread */
  uint64_t key_hash;      /* of the key whose shard is locked next, or 0 */
  const void* waits_for;  /* the lock that this thread waits for at the moment, or NULL */
  /* The rest serves timelines whose clock is the time-stamp counter; else `timed_records` stays 0. */
  struct paraudit_record* ring;
  uint64_t* ring_head;    /* in the thread's file */
  uint64_t ring_capacity; /* a power of two */
  uint64_t timed_records; /* how many of the ring's can be written at once */
  uint64_t anchor_due;    /* ticks; a release after that takes the slow path */
};
extern __thread struct paraudit_fast_state paraudit_fast __attribute__((tls_model("initial-exec")));

/* std::source_location's static record, as libstdc++ and libc++ lay it out. */
struct paraudit_source_record {
  const char* file;
  const char* function;
  uint32_t line, column;
};

/* A site as the slow path takes it: a static record plus what kind of record it is. */
enum paraudit_site_form {
  PARAUDIT_SITE_RECORD = 0,       /* struct paraudit_site */
  PARAUDIT_SITE_SOURCE_CLANG = 1, /* struct paraudit_source_record, column as Clang counts */
  PARAUDIT_SITE_SOURCE_GCC = 2    /* the same by GCC */
};

/* A class id for locks of this kind. Named: one class per (kind, name). Unnamed: one per (kind, construction site,
 * first acquisition site). The sites may be NULL. `flags` as in paraudit_meta_class. 0 when nothing is recorded. */
uint32_t paraudit_class_of(uint32_t kind, const char* name, const void* construction_site, const void* first_site,
                           uint32_t site_form, uint32_t flags);

/* The whole of an acquisition's bookkeeping, for when the inline path gave up. wait_start and wait_end are 0 unless
 * the acquisition was contended; then `holder_site`, of the same form, says who held the lock, or is NULL. */
void paraudit_acquired_slow(const void* lock, uint32_t class_id, uint32_t mode, const void* site, uint32_t site_form,
                            uint64_t wait_start, uint64_t wait_end, const void* holder_site);
/* Takes the lock off the held stack; the token goes to paraudit_released_slow once the lock is free. */
uint64_t paraudit_releasing_slow(const void* lock);
/* Both in one, for a lock that is free already. `now`: ticks right after it became free, or 0 to read the clock here.
 */
void paraudit_unlocked_slow(const void* lock, int contended, uint64_t now);
/* `now` as above. */
void paraudit_released_slow(const void* lock, uint64_t token, int contended, uint64_t now);
/* A release that the inline path took off the stack itself (no clock was read) and that found waiters. `shadow`: the
 * held entry's for a lock that is known by its address alone, else NULL. */
void paraudit_released_contended(const void* lock, struct paraudit_counter* counter, void* shadow, uint64_t now);
/* Whether a thread waits for a lock that is known by its address alone; to be asked before it is woken. */
int paraudit_is_waited_for(const void* shadow);
/* A lock was not to be had at once: to be called before the thread waits. What it waits for is known to the watchdog
 * from here until the acquisition is announced. Returns the ticks, for wait_start. */
uint64_t paraudit_lock_waiting(const void* lock, uint32_t class_id, uint32_t mode, const void* site,
                               uint32_t site_form);
/* The recorder's clock, in ticks. */
uint64_t paraudit_ticks(void);
#pragma GCC visibility pop

/* Identifies (site, class, mode). Distinct triples collide with probability 2^-64 only: the factor is odd and random.
 */
static inline uint64_t paraudit_counter_key(const void* site, uint32_t class_id, uint32_t mode) {
  return (uint64_t)(uintptr_t)site + ((uint64_t)class_id << 2 | mode) * 0x9e6c63d0876a9a47ull;
}
static inline uint64_t paraudit_key_spread(uint64_t key) {
  return key * 0xd6e8feb86659fd93ull;
}
/* The hash of a chain of held locks from its prefix's hash and the spread key of the lock just acquired. */
static inline uint64_t paraudit_chain_extend(uint64_t prefix, uint64_t spread) {
  return ((prefix << 23 | prefix >> 41) ^ spread) * 0xa3b195354a39b70dull;
}

/* Finds an acquisition's counter and chain if nothing about them is new; else NULL, and when the countdown is at most
 * `clock_due`. Changes nothing. */
static inline struct paraudit_counter* paraudit_find_known(uint32_t class_id, uint32_t mode, const void* site,
                                                           uint32_t clock_due, uint64_t* chain) {
  const struct paraudit_fast_state* fast = &paraudit_fast;
  uint64_t key = paraudit_counter_key(site, class_id, mode);
  uint64_t hash = paraudit_key_spread(key);
  struct paraudit_counter* counter = fast->counters + (hash >> fast->shift);
  const struct paraudit_held* entry = fast->top;
  if (__builtin_expect(counter->key != key || fast->countdown <= clock_due || entry == fast->limit, 0))
    return NULL;
  if (entry != fast->bottom) {
    hash = paraudit_chain_extend(entry[-1].chain, hash);
    if (__builtin_expect(fast->chains[hash >> fast->chain_shift] != hash, 0))
      return NULL;
  }
  *chain = hash;
  return counter;
}

/* The first half of recording an uncontended acquisition, to be called before the lock is taken, so that its loads need
 * not wait for the atomic instruction. NULL when something is new or a clock is due: then the slow path must do it all,
 * or paraudit_timed_probe. */
static inline struct paraudit_counter* paraudit_fast_probe(uint32_t class_id, uint32_t mode, const void* site,
                                                           uint64_t* chain) {
  return paraudit_find_known(class_id, mode, site, 1, chain);
}

static inline struct paraudit_held* paraudit_push_held(const void* lock, struct paraudit_counter* counter,
                                                       uint64_t chain) {
  struct paraudit_held* entry = paraudit_fast.top;
  paraudit_fast.top = entry + 1;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  entry->lock = lock;
  entry->counter = counter;
  entry->chain = chain;
  entry->hold_start = 0;
  counter->acquisitions++;
  return entry;
}

/* The second half, once the lock is held. */
static inline void paraudit_fast_commit(const void* lock, struct paraudit_counter* counter, uint64_t chain) {
  paraudit_push_held(lock, counter, chain);
  paraudit_fast.countdown--;
}

/* The second half after a wait: short, because others may wait for the lock already. `holder_site`: as above. */
static inline void paraudit_fast_commit_waited(const void* lock, struct paraudit_counter* counter, uint64_t chain,
                                               uint64_t wait_start, uint64_t wait_end, const void* holder_site,
                                               uint32_t site_form) {
  struct paraudit_held* entry = paraudit_fast.top;
  paraudit_fast_commit(lock, counter, chain);
  entry->wait_ticks = wait_end - wait_start;
  entry->key_hash = 0;
  entry->flags = PARAUDIT_HELD_CONTENDED | PARAUDIT_HELD_HOLDER | (uint64_t)site_form << PARAUDIT_HELD_FORM_SHIFT;
  entry->holder_site = holder_site;
  entry->hold_start = wait_end;
  paraudit_fast.waits_for = NULL;
}

static inline int paraudit_fast_is_top(const void* lock) {
  const struct paraudit_held* entry = paraudit_fast.top - 1;
  return __builtin_expect(entry->lock == lock && entry->hold_start == 0, 1);
}
static inline struct paraudit_counter* paraudit_fast_pop(void) {
  return (--paraudit_fast.top)->counter;
}
/* Takes the lock off the held stack if it is on top and no clock was read for it; returns its counter, else NULL with
 * nothing changed. */
static inline struct paraudit_counter* paraudit_fast_releasing(const void* lock) {
  return paraudit_fast_is_top(lock) ? paraudit_fast_pop() : NULL;
}

/* The same for an acquisition whose clock is read: complete but for who waited. */
static inline void paraudit_clocked_commit(const void* lock, struct paraudit_counter* counter, uint64_t chain,
                                           uint64_t flags, void* shadow) {
  struct paraudit_held* entry = paraudit_push_held(lock, counter, chain);
  entry->wait_ticks = 0;
  entry->key_hash = paraudit_fast.key_hash;
  entry->flags = flags;
  entry->shadow = shadow;
  paraudit_fast.key_hash = 0;
}
static inline void paraudit_add_hold(struct paraudit_counter* counter, uint64_t ticks) {
  float length = (float)(int64_t)ticks; /* signed: one instruction */
  counter->hold_samples++;
  counter->hold_ticks += ticks;
  counter->hold_squares += length * length;
}
/* The record at `index` of a ring whose place is known to be ready. */
static inline void paraudit_put_record(struct paraudit_record* ring, uint64_t* head, uint64_t capacity, uint64_t index,
                                       uint32_t kind, uint32_t flags, uint64_t ticks, uint64_t payload) {
  struct paraudit_record* record = ring + (index & (capacity - 1));
  uint64_t lap_bit = (index & capacity) == 0; /* the capacity is a power of two */
  __atomic_store_n(&record->word1, payload, __ATOMIC_RELEASE);
  __atomic_store_n(&record->word0, (uint64_t)kind | lap_bit << 8 | (uint64_t)(flags & 0xfe00u) | ticks << 16,
                   __ATOMIC_RELEASE);
  __atomic_store_n(head, index + 1, __ATOMIC_RELEASE);
}

/* A timeline reads two clocks for every hold. The two halves of an acquisition and the release, for a lock that nobody
 * waited for; where they give 0 the slow path must do it all. Not in a signal handler that interrupted the recorder:
 * its release could not take the lock off the stack again. */
static inline uint64_t paraudit_time_stamp(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return 0; /* no such timeline here */
#endif
}
static inline struct paraudit_counter* paraudit_timed_probe(uint32_t class_id, uint32_t mode, const void* site,
                                                            uint64_t* chain) {
  const struct paraudit_fast_state* fast = &paraudit_fast;
  if (fast->timed_records == 0 || fast->inside != 0 || fast->key_hash != 0)
    return NULL;
  return paraudit_find_known(class_id, mode, site, 0, chain);
}
static inline void paraudit_timed_commit(const void* lock, struct paraudit_counter* counter, uint64_t chain) {
  paraudit_clocked_commit(lock, counter, chain, PARAUDIT_HELD_SAMPLED | PARAUDIT_HELD_TIMED, NULL);
  paraudit_fast.top[-1].hold_start = paraudit_time_stamp();
}
static inline int paraudit_timed_acquired(const void* lock, uint32_t class_id, uint32_t mode, const void* site) {
  uint64_t chain = 0;
  struct paraudit_counter* counter = paraudit_timed_probe(class_id, mode, site, &chain);
  if (counter != NULL)
    paraudit_timed_commit(lock, counter, chain);
  return counter != NULL;
}
/* To be called right after the lock became free. */
static inline int paraudit_timed_released(const void* lock) {
  struct paraudit_fast_state* fast = &paraudit_fast;
  const struct paraudit_held* held = fast->top - 1;
  if (held->lock != lock || held->hold_start == 0 || held->flags != (PARAUDIT_HELD_SAMPLED | PARAUDIT_HELD_TIMED) ||
      fast->inside != 0)
    return 0;
  uint64_t now = paraudit_time_stamp(), index = *fast->ring_head;
  if (index >= fast->timed_records || now >= fast->anchor_due)
    return 0;
  struct paraudit_counter* counter = held->counter;
  uint64_t ticks = now - held->hold_start;
  fast->inside = 1;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  paraudit_put_record(fast->ring, fast->ring_head, fast->ring_capacity, index, PARAUDIT_RECORD_HOLD,
                      paraudit_mode_flags(counter->mode), now,
                      paraudit_span((uint32_t)(counter - fast->counters), paraudit_instance(lock), ticks));
  fast->top--;
  paraudit_add_hold(counter, ticks);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  fast->inside = 0;
  return 1;
}

#ifdef __cplusplus
}
#endif
#endif
