// The identity of a pool's workers: internal. A WorkerLocal keeps its pool's registry alive, so that the address, by
// which it is recognised, is not reused while it lives.
#ifndef PARAUDIT_RUNTIME_PARALLEL_REGISTRY_H
#define PARAUDIT_RUNTIME_PARALLEL_REGISTRY_H

namespace paraudit::detail {

class Registry {
 public:
  explicit Registry(unsigned worker_count) : worker_count_(worker_count) {}
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  unsigned worker_count() const { return worker_count_; }

 private:
  unsigned worker_count_;
};

} // namespace paraudit::detail

#endif
