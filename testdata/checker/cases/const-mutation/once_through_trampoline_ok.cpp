// call_once takes a static function, which calls the method: nobody else does.
#include <mutex>
#include <utility>

namespace internal {
template <typename... Args> void call_once(Args&&... args) { std::call_once(std::forward<Args>(args)...); }
} // namespace internal

class Field {
 public:
  explicit Field(std::once_flag* once) : once_(once) {}
  int type() const {
    if (once_) internal::call_once(*once_, Field::init_once, this);
    return type_;
  }

 private:
  static void init_once(const Field* field) { field->init(); }
  void init() const { type_ = 3; }

  std::once_flag* once_;
  mutable int type_ = 0;
};

int use(const Field& field) { return field.type(); }
