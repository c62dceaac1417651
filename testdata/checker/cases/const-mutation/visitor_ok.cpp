// What a caller hands in to be called changes what that caller means to.
#include <vector>

int total = 0;

class Log {
public:
  template <class Visit> void for_each(Visit&& visit) const {
    for (int record : records_)
      visit(record);
  }
  void sum() {
    for_each([](int record) { total += record; });
  }

private:
  std::vector<int> records_;
};

void use(Log& log) { log.sum(); }
