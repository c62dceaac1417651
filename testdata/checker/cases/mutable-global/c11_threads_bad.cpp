// C11's threads, with its locks and without.
#include <threads.h>

static mtx_t guarded_mutex;
static int guarded;
static int bare; // CHECK: paraudit-mutable-global

static int work(void*) {
  mtx_lock(&guarded_mutex);
  ++guarded;
  mtx_unlock(&guarded_mutex);
  return ++bare;
}

int main() {
  thrd_t a, b;
  mtx_init(&guarded_mutex, mtx_plain);
  thrd_create(&a, work, nullptr);
  thrd_create(&b, work, nullptr);
  thrd_join(a, nullptr);
  thrd_join(b, nullptr);
}
