// Two arenas by reference, through their own lock methods.
#include <pthread.h>

struct Arena {
  pthread_mutex_t mutex;
  long used;
};

void move_bytes(Arena* from, Arena* to, long bytes) {
  pthread_mutex_lock(&from->mutex);
  pthread_mutex_lock(&to->mutex); // CHECK: paraudit-instance-order
  from->used -= bytes;
  to->used += bytes;
  pthread_mutex_unlock(&to->mutex);
  pthread_mutex_unlock(&from->mutex);
}
