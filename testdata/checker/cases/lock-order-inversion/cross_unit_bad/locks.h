#pragma once
#include <mutex>

class Table {
public:
  void add(int row);
  void compact();

private:
  friend class Log;
  std::mutex mutex_;
  int rows_ = 0;
};

class Log {
public:
  void append(int entry);
  void replay(Table& table);

private:
  std::mutex mutex_;
  int entries_ = 0;
};

Log& the_log();
