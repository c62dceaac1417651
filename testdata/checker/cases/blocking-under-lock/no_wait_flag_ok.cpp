// Flags that say not to wait.
#include <mutex>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>

std::mutex mutex;
int ended = 0;

void reap(int socket, int file) {
  std::lock_guard<std::mutex> lock(mutex);
  int status = 0;
  char byte = 0;
  if (waitpid(-1, &status, WNOHANG | WUNTRACED) > 0) {
    ++ended;
  }
  if (recv(socket, &byte, 1, MSG_DONTWAIT) == 1) {
    ++ended;
  }
  if (flock(file, LOCK_EX | LOCK_NB) == 0) {
    flock(file, LOCK_UN);
  }
}
