#include "log.h"

void Log::close() { write("closed"); }

void Log::rotate() {
  std::lock_guard<std::mutex> guard(mutex_);
  close();
}
