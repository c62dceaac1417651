// free() and munmap(): std::mutex has no destructor that anybody could see, so a lock is gone when its memory is. The
// C++ run-time library's operator delete ends in free(); an allocator that brings its own, or that is linked into the
// program itself, is not seen. (Nobody can stand in front of operator delete for all of a program: a plug-in has its
// own.) The allocator's own calls of munmap() are none of ours: it was told of each block before.
#include "instrument/preload/memory.h"

#include "instrument/preload/real.h"

#include <dlfcn.h>
#include <sys/mman.h>

using namespace paraudit::preload;

namespace {

/// How large a block of the allocator behind us is; null where that cannot be told.
size_t (*size_of_block)(void*) = nullptr;

const void* module_of(void* function) {
  Dl_info info;
  return function != nullptr && dladdr(function, &info) != 0 ? info.dli_fbase : nullptr;
}

/// Sizes are asked of the allocator that the block is given back to, and of no other.
__attribute__((constructor)) void look_at_allocator() {
  const void* allocator = module_of(reinterpret_cast<void*>(PARAUDIT_CALL_REAL(free)));
  void* size = dlsym(RTLD_NEXT, "malloc_usable_size");
  if (allocator != nullptr && module_of(size) == allocator)
    size_of_block = reinterpret_cast<size_t (*)(void*)>(size);
}

void forget_block(void* block) {
  if (__builtin_expect(paraudit_lock_pages.any != 0, 0) && block != nullptr && size_of_block != nullptr)
    forget_memory(block, size_of_block(block));
}

__thread bool looking_up __attribute__((tls_model("initial-exec"))) = false;

/// Before our constructor has run. dlsym() itself frees the message of its last failure, and that same block once more
/// while we ask it: only the outer call is to free it.
__attribute__((noinline)) void free_early(void* block) {
  if (looking_up)
    return;
  looking_up = true;
  auto* release = PARAUDIT_CALL_REAL(free);
  looking_up = false;
  release(block);
}

} // namespace

PARAUDIT_EXPORT void free(void* block) noexcept {
  if (__builtin_expect(real_functions.free == nullptr, 0))
    return free_early(block);
  forget_block(block);
  real_functions.free(block);
}

PARAUDIT_INTERPOSE munmap(void* address, size_t bytes) noexcept {
  constexpr uintptr_t kInPage = (uintptr_t{1} << PARAUDIT_PAGE_SHIFT) - 1;
  if ((reinterpret_cast<uintptr_t>(address) & kInPage) == 0) // else it is refused
    forget_memory(address, bytes);
  return PARAUDIT_CALL_REAL(munmap)(address, bytes);
}
