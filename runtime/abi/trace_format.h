/* The trace: what a recorded process leaves on disk, byte for byte. Little-endian, mmap'd while it is written.
 *
 * A process writes one directory, `<executable>-<pid>/`, holding
 *   process          a paraudit_process_header page, then the log of variable-length records (meta_kinds.def)
 *   thread-<index>   one per thread: a paraudit_thread_header page, the counter table, the ring of 16-byte records
 *
 * Every byte is written through a shared file mapping, so that SIGKILL loses at most the record being written. A reader
 * trusts nothing: it checks magic and version, bounds every offset, and tells a torn record by its generation bit
 * (ring) or its check word (log).
 *
 * This header includes nothing but <stdint.h> and <stddef.h>; it is shared by the recorder, which writes, and the
 * report's reader, which must not know the recorder. */
#ifndef PARAUDIT_RUNTIME_ABI_TRACE_FORMAT_H
#define PARAUDIT_RUNTIME_ABI_TRACE_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PARAUDIT_TRACE_VERSION_MAJOR 1
#define PARAUDIT_TRACE_VERSION_MINOR 5
#define PARAUDIT_PROCESS_MAGIC 0x0054494455415250ull /* "PRAUDIT\0" */
#define PARAUDIT_THREAD_MAGIC 0x0044524854415250ull  /* "PRATHRD\0" */
#define PARAUDIT_PACKED_MAGIC 0x004b415054415250ull  /* "PRATPAK\0" */
#define PARAUDIT_PACKED_BLOCK 65536u                 /* records in a block of a compacted file */
#define PARAUDIT_PAGE 4096u
#define PARAUDIT_CLOCK_ANCHORS 64u
#define PARAUDIT_NO_ID 0u /* site, class and thread ids start at 1 */

enum paraudit_record_kind {
#define PARAUDIT_RECORD(NAME, value, payload, doc) PARAUDIT_RECORD_##NAME = value,
#include "runtime/abi/record_kinds.def"
};
enum paraudit_meta_kind {
#define PARAUDIT_META(NAME, value, doc) PARAUDIT_META_##NAME = value,
#include "runtime/abi/meta_kinds.def"
};
enum paraudit_object_kind {
#define PARAUDIT_OBJECT(NAME, value, text, is_lock) PARAUDIT_OBJECT_##NAME = value,
#include "runtime/abi/object_kinds.def"
};

/* Of a lock class. */
enum paraudit_class_flag {
  PARAUDIT_CLASS_INDEX_ORDERED = 1, /* all shards may be locked in index order */
  PARAUDIT_CLASS_READERS_PASS = 2   /* readers pass waiting writers, as in glibc's default kind of rwlock: a reader that
                                       reads again is never stopped. Not in versions before 1.5 */
};
enum paraudit_mode { PARAUDIT_EXCLUSIVE = 0, PARAUDIT_SHARED = 1, PARAUDIT_TRY = 2 /* or'ed */ };
enum paraudit_policy { PARAUDIT_POLICY_NONE = 0, PARAUDIT_POLICY_COUNT = 1, PARAUDIT_POLICY_TIMELINE = 2 };
enum paraudit_clock { PARAUDIT_CLOCK_MONOTONIC = 0 /* ticks are ns */, PARAUDIT_CLOCK_TSC = 1 };

/* Which convention a site's column follows; the reader joins columns of one kind exactly, others by line. */
enum paraudit_column_kind {
  PARAUDIT_COLUMN_NONE = 0,                  /* no column: symbolised return address, line only */
  PARAUDIT_COLUMN_SOURCE_LOCATION_CLANG = 1, /* std::source_location::current() as a default argument, by Clang */
  PARAUDIT_COLUMN_SOURCE_LOCATION_GCC = 2,   /* the same by GCC */
  PARAUDIT_COLUMN_DEBUG_CLANG = 3,           /* a debug location (DILocation) that Clang wrote */
  PARAUDIT_COLUMN_DEBUG_GCC = 4
};

/* A clock reading in both units, so that ticks can be fitted to nanoseconds. */
struct paraudit_clock_anchor {
  uint64_t ticks;
  uint64_t monotonic_ns;
};

/* First page of the file `process`. */
struct paraudit_process_header {
  uint64_t magic;
  uint16_t version_major, version_minor;
  uint32_t header_size; /* sizeof this struct: minor versions only append */
  uint32_t pid, parent_pid;
  uint32_t policy; /* paraudit_policy */
  uint32_t clock;  /* paraudit_clock */
  uint64_t start_realtime_ns;
  uint64_t start_ticks;
  uint64_t end_ticks;       /* 0: the process was killed, ended by _exit(), or still runs */
  uint64_t log_offset;      /* byte offset of the log in this file */
  uint64_t log_capacity;    /* bytes */
  uint64_t log_reserved;    /* bytes reserved by writers so far; may exceed the capacity: then records were dropped */
  uint64_t log_dropped;     /* records that found no room */
  uint32_t thread_count;    /* thread files made so far */
  uint32_t threads_dropped; /* threads that could not be recorded */
  uint32_t sample_period;   /* mean of the random hold-time sampling, acquisitions; 0: not sampled */
  uint32_t anchor_count;    /* valid entries of anchors */
  struct paraudit_clock_anchor anchors[PARAUDIT_CLOCK_ANCHORS];
};

/* Head of every log record; records are 8-aligned. The payload is written first, then check, then kind_and_size with
 * release order; all zero means not (yet) written: skip ahead 8 bytes at a time, up to log_reserved. */
struct paraudit_meta_head {
  uint64_t kind_and_size; /* bits 0..15 kind, 16..23 0xA5, 24..31 flags, 32..63 payload bytes (before padding) */
  uint64_t check;         /* paraudit_meta_check(kind_and_size, offset in the log) */
};

static inline uint64_t paraudit_mix(uint64_t x) { /* splitmix64's finaliser (Steele, Lea, Flood 2014) */
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  x ^= x >> 31;
  return x;
}
static inline uint64_t paraudit_meta_check(uint64_t kind_and_size, uint64_t log_offset) {
  return paraudit_mix(kind_and_size ^ paraudit_mix(log_offset + 1));
}

/* Payloads. Text follows the struct: each string's bytes without terminator, in the order of the *_size fields. */
struct paraudit_meta_site {
  uint32_t id;
  uint32_t line, column;
  uint8_t column_kind; /* paraudit_column_kind */
  uint8_t reserved[3];
  uint64_t address;    /* return address when the site is one (else 0); the module table tells whose */
  uint32_t inlined_at; /* site id of the call that this site was inlined into, or 0 */
  uint32_t caller;     /* site id of the caller's frame for wrapper functions, or 0 */
  uint16_t file_size, function_size, lock_name_size, reserved2;
};
struct paraudit_meta_class {
  uint32_t id;
  uint32_t site; /* construction site, or 0 */
  uint16_t kind; /* paraudit_object_kind */
  uint16_t name_size;
  uint32_t flags; /* paraudit_class_flag */
};
struct paraudit_meta_thread {
  uint32_t index, os_tid, parent_index;
  uint32_t name_size;
  uint64_t start_ticks, end_ticks; /* end 0: not known */
};
struct paraudit_meta_module {
  uint64_t begin, end, bias, ticks;
  uint16_t path_size, build_id_size;
  uint32_t reserved;
};
struct paraudit_meta_module_end {
  uint64_t begin, end, ticks;
};
struct paraudit_chain_link {
  uint32_t class_id, site;
  uint32_t instance; /* 24-bit instance hash as in records */
  uint32_t mode;     /* paraudit_mode */
};
struct paraudit_meta_chain {
  uint64_t hash;
  uint64_t ticks;
  uint32_t thread;
  uint32_t length; /* then `length` paraudit_chain_link, outermost first; the last is the one just acquired */
};
struct paraudit_meta_label {
  uint32_t id;
  uint32_t text_size;
};
struct paraudit_meta_counter {
  uint64_t value;
  uint32_t name_size;
  uint32_t reserved;
};
struct paraudit_meta_edge_sync {
  uint64_t ticks;
  uint32_t from_thread, to_thread; /* thread indices */
};
/* What any thread did in a phase happened before what any thread does in a later phase of the same group. A thread's
 * chains belong to its latest phase and are written again in each. */
struct paraudit_meta_phase {
  uint64_t ticks;
  uint32_t thread, group; /* group: hash of the pool's address */
  uint64_t phase;         /* from 1 */
};
struct paraudit_meta_state {
  uint32_t number;
  uint32_t name_size;
};
enum paraudit_watch_flag { PARAUDIT_WATCH_WRITE = 1, PARAUDIT_WATCH_ATOMIC = 2 };
/* Written when a thread does this for the first time since it last created or joined a thread or handed something over;
 * after some dozens of such times only now and then. */
struct paraudit_meta_watched {
  uint64_t ticks, address;
  uint32_t state, site, thread;
  uint32_t flags;  /* paraudit_watch_flag */
  uint32_t length; /* then `length` paraudit_chain_link: the locks held, outermost first */
  uint32_t reserved;
};

/* What a thread does after it took over from an object happens after what others did before they handed over to it.
 * Only while states are watched. */
enum paraudit_handover_flag { PARAUDIT_HANDOVER_GIVE = 1, PARAUDIT_HANDOVER_TAKE = 2 };
struct paraudit_meta_handover {
  uint64_t ticks, object;
  uint32_t thread, flags; /* paraudit_handover_flag */
};

/* First page of a file `thread-<index>`. */
struct paraudit_thread_header {
  uint64_t magic;
  uint16_t version_major, version_minor;
  uint32_t header_size;
  uint32_t index, os_tid;
  uint64_t counters_offset;   /* byte offset of the counter table */
  uint64_t counters_capacity; /* slots, a power of two */
  uint64_t counters_dropped;  /* acquisitions that found no slot */
  uint64_t ring_offset;       /* byte offset of the ring */
  uint64_t ring_capacity;     /* records, a power of two */
  uint64_t ring_head;         /* records written since the start; a hint: generation bits decide */
  uint64_t ring_dropped;      /* records overwritten (count mode) or refused (timeline mode) */
  uint64_t start_ticks, end_ticks;
  uint64_t opening_ticks; /* how long the recorder took to open this file, up to start_ticks; not in versions
                             before 1.4, whose header_size ends before it */
};

/* One counter: what this thread did at one site on one class in one mode. A cache line, so that no two share one.
 * Single writer. key == 0: free. */
struct paraudit_counter {
  uint64_t key;
  uint32_t site, class_id;
  uint32_t mode;      /* paraudit_mode */
  float hold_squares; /* sum of the squares of the sampled holds: their spread; 0 in traces of version 1.0 */
  uint64_t acquisitions;
  uint64_t contended;
  uint64_t wait_ticks;
  uint64_t hold_samples;
  uint64_t hold_ticks; /* over the samples */
};

/* Head of a compacted thread file (`paraudit trace compact`). Then blocks: a u32 with the compressed size and a zstd
 * frame, first of the raw file's `table_bytes` (header page, counters), then of PARAUDIT_PACKED_BLOCK records each:
 * their bytes plane by plane, ticks as the difference to the record before (0 before the block's first). The rest is
 * zeros. */
struct paraudit_packed_header {
  uint64_t magic;
  uint16_t version_major, version_minor;
  uint32_t header_size;
  uint64_t raw_bytes, table_bytes;
  uint64_t ring_offset; /* of the records in the raw file */
  uint64_t records;
};

/* A ring record. word0: bits 0..7 kind, 8 generation, 9..15 flags, 16..63 ticks modulo 2^48 at the END of the span.
 * Generation: lap number modulo 2 plus one is never stored; bit 8 is ((index / capacity) & 1) ^ 1, so that a zeroed
 * page reads as unwritten in lap 0. word1 is stored first, word0 last with release order. */
struct paraudit_record {
  uint64_t word0, word1;
};
enum paraudit_record_flag { /* in word0 bits 9..15 */
                            PARAUDIT_FLAG_SAMPLED = 1 << 9,
                            PARAUDIT_FLAG_SHARED = 1 << 10,
                            PARAUDIT_FLAG_TRY = 1 << 11,
                            PARAUDIT_FLAG_CONTENDED = 1 << 12
};
static inline uint32_t paraudit_mode_flags(uint32_t mode) {
  return (mode & (PARAUDIT_SHARED | PARAUDIT_TRY)) << 10;
}
/* SPAN payload, word1: bits 0..15 index of the counter slot in this thread's table (names site, class, mode), 16..39
 * instance (24-bit hash of the object's address, so that waits and releases of one object join), 40..63 duration, a
 * 24-bit float of ticks: 6 bits exponent (high), 18 bits mantissa: value = mantissa << exponent. */
static inline uint32_t paraudit_instance(const void* object) {
  return (uint32_t)(paraudit_mix((uint64_t)(uintptr_t)object) & 0xffffffu);
}
static inline uint32_t paraudit_duration_pack(uint64_t ticks) {
  uint32_t exponent = 0;
  if (ticks >> 18) {
    exponent = 46u - (uint32_t)__builtin_clzll(ticks);
    ticks >>= exponent;
  }
  return exponent << 18 | (uint32_t)ticks;
}
static inline uint64_t paraudit_duration_unpack(uint32_t packed) {
  return (uint64_t)(packed & 0x3ffffu) << (packed >> 18 & 63u);
}
static inline uint64_t paraudit_span(uint32_t slot, uint32_t instance, uint64_t duration_ticks) {
  return (uint64_t)(slot & 0xffffu) | (uint64_t)(instance & 0xffffffu) << 16 |
         (uint64_t)paraudit_duration_pack(duration_ticks) << 40;
}
/* ID payload, word1: bits 0..39 task id, 40..63 label id. RAW: all 64 bits. */
static inline uint64_t paraudit_task_word(uint64_t task, uint32_t label) {
  return (task & 0xffffffffffull) | (uint64_t)(label & 0xffffffu) << 40;
}
static inline uint64_t paraudit_record_word0(uint32_t kind, uint32_t flags, uint64_t index, uint64_t capacity,
                                             uint64_t ticks) {
  uint64_t generation = ((index / capacity) & 1u) ^ 1u;
  return (uint64_t)(kind & 0xffu) | generation << 8 | (uint64_t)(flags & 0xfe00u) | ticks << 16;
}

#ifdef __cplusplus
}
#endif
#endif
