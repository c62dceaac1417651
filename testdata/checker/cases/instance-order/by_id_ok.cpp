// By the number that a codegen unit is known by, as a member and as what a getter returns.
#include <mutex>

class CodegenUnit {
public:
  explicit CodegenUnit(int id) : id_(id) {}
  int id() const { return id_; }
  std::mutex mutex;
  int size = 0;

private:
  const int id_;
};

void merge(CodegenUnit& a, CodegenUnit& b) {
  CodegenUnit& first = a.id() < b.id() ? a : b;
  CodegenUnit& second = a.id() < b.id() ? b : a;
  std::lock_guard<std::mutex> outer(first.mutex);
  std::lock_guard<std::mutex> inner(second.mutex);
  a.size += b.size;
}
