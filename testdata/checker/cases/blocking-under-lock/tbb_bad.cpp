// A TBB loop under a spin lock: its thread works on other tasks while it waits for these.
#include <tbb/parallel_for.h>
#include <tbb/spin_mutex.h>

tbb::spin_mutex frame_lock;

void lower(int count) {
  tbb::spin_mutex::scoped_lock lock(frame_lock);
  tbb::parallel_for(0, count, [](int) {}); // CHECK: paraudit-blocking-under-lock
}
