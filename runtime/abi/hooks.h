/* What instrumented code calls: the C interface of libparaudit-recorder.so. Three callers share it: the runtime's own
 * types, code rewritten by the LLVM pass, and the preload library. One recorder per process, whoever loads it.
 *
 * Thread-safety: every function may be called from any thread at any time, from signal handlers and from inside an
 * allocator too; what cannot be recorded there is counted as dropped. None takes a lock that the traced program's
 * threads share, none throws, none changes errno. When nothing is recorded each returns at once.
 *
 * Includes nothing but <stdint.h> and <stddef.h>. */
#ifndef PARAUDIT_RUNTIME_ABI_HOOKS_H
#define PARAUDIT_RUNTIME_ABI_HOOKS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/* A place in the source, as a static record: written by the compiler or the pass, registered on first use. `id` is the
 * only field that changes (a relaxed atomic: 0 until registered). */
struct paraudit_site {
  const char* file; /* raw, as on the command line; NULL when only the address is known */
  const char* function;
  const char* lock_name; /* the lock's field or variable as the caller knows it, or NULL */
  uint32_t line, column;
  uint8_t column_kind; /* paraudit_column_kind */
  uint8_t reserved[3];
  uint32_t id;
  const struct paraudit_site* inlined_at; /* where this frame was inlined into, or NULL */
  uint64_t address;                       /* return address, or 0 */
};

/* The site of a return address, for callers that have no static record; cached per thread, never allocates with malloc.
 */
const struct paraudit_site* paraudit_site_of_address(const void* return_address);

/* Nonzero while something is recorded; paraudit_policy. Cheap: one relaxed load. */
int paraudit_recording(void);
/* Before the process is confined to some system calls (seccomp): what the calling thread needs is made ready, and from
 * then on the recorder makes none, until it is told otherwise. What needs one is dropped, and counted: threads that
 * start later, chains and timelines that grow. In strict mode, which takes the clock away as well, the recording ends.
 */
enum paraudit_confinement { PARAUDIT_UNCONFINED = 0, PARAUDIT_CONFINED = 1, PARAUDIT_CONFINED_STRICTLY = 2 };
void paraudit_confine(uint32_t confinement);
/* The caller saw something that it cannot announce, as it was interrupted at its own work (a signal handler that
 * locks): counted as dropped. */
void paraudit_not_recorded(void);

/* Or'ed to the kind of an rwlock whose readers pass waiting writers. */
enum paraudit_kind_flag { PARAUDIT_KIND_READERS_PASS = 1 << 16 };

/* Locks known by address (pthread mutexes, rwlocks, spinlocks, ...). `kind` is paraudit_object_kind, `mode`
 * paraudit_mode. Protocol of an acquisition: try first; if that fails call wait_begin, block, call wait_end; then
 * acquired. Release: call releasing before the unlock and released after it with the token that releasing returned. */
uint64_t paraudit_lock_wait_begin(const void* lock, uint32_t kind, uint32_t mode, const struct paraudit_site* site);
void paraudit_lock_wait_end(const void* lock, uint64_t token, int acquired);
void paraudit_lock_acquired(const void* lock, uint32_t kind, uint32_t mode, const struct paraudit_site* site);
uint64_t paraudit_lock_releasing(const void* lock);
void paraudit_lock_released(const void* lock, uint64_t token);
/* Gives an address a lock class: its canonical name and the site of its construction (either may be NULL). */
void paraudit_lock_name(const void* lock, uint32_t kind, const char* class_name, const struct paraudit_site* site);
/* The object is destroyed: its address may become another lock. */
void paraudit_lock_forget(const void* lock);

/* Wait objects: latches, joins, queries, condition variables, once, futures, ... `key` tells instances of one kind
 * apart in the report (a query's key hash); 0 where there is none. */
uint64_t paraudit_wait_begin(const void* object, uint32_t kind, uint64_t key, const struct paraudit_site* site);
void paraudit_wait_end(const void* object, uint64_t token);
void paraudit_signal(const void* object, uint32_t kind, const struct paraudit_site* site);
/* The calling thread will end the waits for this object (it runs the once routine, computes the query), until it says
 * otherwise: so that the wait-for graph of a hung process knows whom the others wait for. */
void paraudit_object_owned(const void* object);
void paraudit_object_disowned(const void* object);
/* Which stack the calling thread runs from now on, where tasks are suspended by switching stacks: a number that no
 * other stack has meanwhile, or 0 for the thread's own. The wait-for graph then tells a suspended task from what its
 * thread does next. */
void paraudit_stack(uint32_t stack);

/* An atomic update, right after it (paraudit-clang --atomics). `failed`: a compare-and-swap that found another value.
 * Successes are sampled (PARAUDIT_ATOMIC_PERIOD), failures counted. Cost of a success: about 2 ns. */
void paraudit_atomic(const struct paraudit_site* site, const void* variable, uint32_t failed);

/* Tasks. An id is unique in the process; 0 when nothing is recorded. The label is a static string. */
uint64_t paraudit_task_spawn(const char* label);
void paraudit_task_begin(uint64_t task);
void paraudit_task_end(uint64_t task);
void paraudit_task_suspend(uint64_t task);
void paraudit_task_resume(uint64_t task);
void paraudit_task_join(uint64_t task);
/* The hash of the key whose shard the next acquisition of this thread locks. */
void paraudit_key_hash(uint64_t hash);

/* Threads: creation returns a token that the new thread passes to start. */
uint64_t paraudit_thread_create(void);
void paraudit_thread_start(uint64_t token);
void paraudit_thread_joined(uint64_t token);
/* The calling thread works for `group` (a worker pool) in its phase `phase`, from 1 and growing: whatever any thread
 * did in an earlier phase of the group is over, and this thread knows. A no-op for the phase that it is in. Else the
 * thread's known lock chains are forgotten, so that what it does again is seen again. */
void paraudit_phase(const void* group, uint64_t phase);
/* Whether a group should begin another phase: not once a quarter of the log is full. The last phase then goes on. */
int paraudit_phase_room(void);
void paraudit_thread_name(const char* name);

/* Watched state (paraudit-clang --watch): static records, one a state and module. Accesses count where they fall into
 * `object`, which one module of the process gives; a field of many objects has none, and a sample of the objects
 * counts, the same for all threads. `number` is the recorder's: 0 until known. */
struct paraudit_watched_state {
  const char* id; /* in findings.json */
  const void* object;
  uint64_t bytes;
  uint32_t is_field;
  uint32_t number;
};
struct paraudit_watch_point {
  const struct paraudit_site* site;
  struct paraudit_watched_state* state;
  uint32_t flags; /* paraudit_watch_flag */
  uint32_t reserved;
};
/* When a module is loaded: what it watches. */
void paraudit_watch_states(struct paraudit_watched_state* states, uint64_t count);
/* Right before an access. Cost: a look-up among what was seen; a load where nothing is recorded. */
void paraudit_watch(const struct paraudit_watch_point* point, const void* address);
/* In such modules: right before the thread hands over through this object (a promise's state, a latch, a flag), right
 * after it took over. `flags`: paraudit_handover_flag. Cost: a look-up; a load where nothing is watched. */
void paraudit_handover(const void* object, uint32_t flags);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif
#endif
