// What c_str() gives lies in the string.
#include <mutex>
#include <string>

class Name {
 public:
  void set(const std::string& text) {
    std::lock_guard<std::mutex> hold(lock_);
    text_ = text;
  }
  std::string get() {
    std::lock_guard<std::mutex> hold(lock_);
    return text_;
  }
  const char* view() {
    std::lock_guard<std::mutex> hold(lock_);
    return text_.c_str(); // CHECK: paraudit-guarded-escape
  }

 private:
  std::mutex lock_;
  std::string text_;
};

const char* use(Name& name) {
  name.set("x");
  return name.get().empty() ? nullptr : name.view();
}
