// The recorder's hooks for tasks and waits: internal. Each is one relaxed load while nothing is recorded.
#ifndef PARAUDIT_RUNTIME_PARALLEL_TASK_HOOKS_H
#define PARAUDIT_RUNTIME_PARALLEL_TASK_HOOKS_H

#include <cstdint>
#include <source_location>

#include "runtime/abi/hooks.h"
#include "runtime/parallel/wait_site.h"

namespace paraudit::detail {

// 0 when nothing is recorded: then no other hook of the task is called.
inline std::uint64_t hook_spawn(const char* label) {
  return paraudit_recording() ? paraudit_task_spawn(label) : 0;
}

inline void hook_task(void (*hook)(std::uint64_t), std::uint64_t task) {
  if (task != 0) {
    hook(task);
  }
}
inline void hook_begin(std::uint64_t task) {
  hook_task(paraudit_task_begin, task);
}
inline void hook_end(std::uint64_t task) {
  hook_task(paraudit_task_end, task);
}
inline void hook_suspend(std::uint64_t task) {
  hook_task(paraudit_task_suspend, task);
}
inline void hook_resume(std::uint64_t task) {
  hook_task(paraudit_task_resume, task);
}
inline void hook_join(std::uint64_t task) {
  hook_task(paraudit_task_join, task);
}

// Who will end the waits for an object, as the wait-for graph shows it.
inline void hook_owned(const void* object) {
  if (paraudit_recording()) {
    paraudit_object_owned(object);
  }
}
inline void hook_disowned(const void* object) {
  if (paraudit_recording()) {
    paraudit_object_disowned(object);
  }
}

// The running stack; see paraudit_stack.
inline void hook_stack(std::uint32_t stack) {
  if (paraudit_recording()) {
    paraudit_stack(stack);
  }
}

inline std::uint64_t hook_wait_begin(const void* object, std::uint32_t kind, std::uint64_t key,
                                     const std::source_location& where) {
  return paraudit_recording() ? paraudit_wait_begin(object, kind, key, wait_site(where)) : 0;
}
inline void hook_wait_end(const void* object, std::uint64_t token) {
  if (token != 0) {
    paraudit_wait_end(object, token);
  }
}
inline void hook_signal(const void* object, std::uint32_t kind, const std::source_location& where) {
  if (paraudit_recording()) {
    paraudit_signal(object, kind, wait_site(where));
  }
}

} // namespace paraudit::detail

#endif
