// Type-erased operations: every function that was given to a constructor is seen, and none of them locks.
#include <cstdlib>
#include <mutex>

enum class Op { kSize, kAllocate };
using Operation = void* (*)(Op, void*);

template <typename T> void* operations(Op op, void* size) {
  if (op == Op::kAllocate)
    return std::malloc(sizeof(T));
  *static_cast<std::size_t*>(size) = sizeof(T);
  return nullptr;
}

inline void* allocate(Operation op) {
  return op(Op::kAllocate, nullptr);
}

class Flag {
 public:
  constexpr explicit Flag(Operation op) : op_(op) {}
  void reset() {
    std::lock_guard lock(mutex_);
    std::free(value_);
    value_ = allocate(op_);
  }

 private:
  const Operation op_;
  std::mutex mutex_;
  void* value_ = nullptr;
};

constinit Flag verbosity(&operations<int>);
constinit Flag limit(&operations<long>);

void reset_all() {
  verbosity.reset();
  limit.reset();
}
