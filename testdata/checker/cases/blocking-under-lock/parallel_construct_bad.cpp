// Type checking runs its bodies in parallel with the table locked that their queries read.
#include <mutex>
#include <vector>

namespace paraudit {
struct Label {
  const char* text;
};
template <class R, class F> void par_for_each_in(const Label&, R&& items, F&& f) {
  for (auto& item : items)
    f(item);
}
} // namespace paraudit

struct Body {
  int id;
};

std::mutex results_lock;

void check_crate(std::vector<Body>& bodies) {
  std::lock_guard<std::mutex> lock(results_lock);
  paraudit::par_for_each_in({"check bodies"}, bodies, [](Body& body) { body.id += 1; }); // CHECK: paraudit-blocking-under-lock
}

void check_unlocked(std::vector<Body>& bodies) {
  paraudit::par_for_each_in({"check bodies"}, bodies, [](Body& body) { body.id += 1; });
}
