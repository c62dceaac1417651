// A call_once of the program's own: it gets a once flag and what to call.
#include <mutex>
#include <utility>

template <class F> void run_first(std::once_flag* flag, F&& function) {
  std::call_once(*flag, std::forward<F>(function));
}

std::once_flag counted;
int processors = 0;

int count_processors() { return 8; }

int processor_count() {
  run_first(&counted, [] { processors = count_processors(); });
  return processors;
}
