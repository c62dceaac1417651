// The session's lock stays held while a job is waited for.
#include <condition_variable>
#include <mutex>

std::mutex session_lock;
std::mutex job_lock;
std::condition_variable job_done;
bool done;

void finish() {
  std::lock_guard<std::mutex> session(session_lock);
  std::unique_lock<std::mutex> job(job_lock);
  while (!done)
    job_done.wait(job); // CHECK: paraudit-blocking-under-lock
}
