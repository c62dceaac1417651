#include <mutex>

class Table {
public:
  void add();
  void remove();
  int peek();

private:
  std::mutex mutex_;
  int rows_ = 0;
};
