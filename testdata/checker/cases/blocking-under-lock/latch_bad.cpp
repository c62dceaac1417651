// Latches, barriers and semaphores, each with a lock that the others may need to arrive.
#include <barrier>
#include <latch>
#include <semaphore.h>
#include <mutex>
#include <shared_mutex>

std::shared_mutex interner_lock;
std::latch parsed(4);
std::barrier<> phase(4);
sem_t tokens;

void after_parse() {
  std::shared_lock<std::shared_mutex> lock(interner_lock);
  parsed.wait(); // CHECK: paraudit-blocking-under-lock
}

void next_phase() {
  std::unique_lock<std::shared_mutex> lock(interner_lock);
  phase.arrive_and_wait(); // CHECK: paraudit-blocking-under-lock
}

void take_token() {
  std::unique_lock<std::shared_mutex> lock(interner_lock);
  sem_wait(&tokens); // CHECK: paraudit-blocking-under-lock
}
