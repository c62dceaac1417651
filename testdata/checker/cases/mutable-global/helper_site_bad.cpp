// A change that a method of the object's own type makes is told where the object is named.
#include <string>
#include <thread>

class Name {
public:
  void set(const std::string& text) { text_ = text; }

private:
  std::string text_;
};
static Name name; // CHECK: paraudit-mutable-global (written in 'rename')

void rename(const char* text) {
  name.set(text);
}

int main() {
  std::thread a([] { rename("a"); }), b([] { rename("b"); });
  a.join();
  b.join();
}
