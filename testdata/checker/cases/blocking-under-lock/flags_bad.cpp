// Flags that say something else.
#include <mutex>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>

std::mutex mutex;
int ended = 0;

void reap(int socket, int flags) {
  std::lock_guard<std::mutex> lock(mutex);
  int status = 0;
  char byte = 0;
  if (waitpid(-1, &status, WUNTRACED) > 0) { // CHECK: paraudit-blocking-under-lock
    ++ended;
  }
  if (recv(socket, &byte, 1, MSG_PEEK) == 1) { // CHECK: paraudit-blocking-under-lock
    ++ended;
  }
  if (recv(socket, &byte, 1, flags) == 1) { // CHECK: paraudit-blocking-under-lock
    ++ended;
  }
}
