#pragma once
#include <mutex>

class Log {
public:
  void write(const char* text);
  void rotate();

private:
  void close();
  std::mutex mutex_;
  int lines_ = 0;
};
