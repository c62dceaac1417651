// Members of two classes, nested through a call; one finding at the inner acquisition, in the callee.
#include <mutex>
#include <string>

class Interner {
 public:
  int intern(const std::string& text) {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-lock-order-undeclared
    return static_cast<int>(text.size()) + ++count_;
  }

 private:
  std::mutex mutex_;
  int count_ = 0;
};

class Lexer {
 public:
  explicit Lexer(Interner& interner) : interner_(interner) {}
  int next() {
    std::lock_guard<std::mutex> guard(mutex_);
    return interner_.intern("token");
  }
  int peek() {
    std::lock_guard<std::mutex> guard(mutex_);
    return interner_.intern("peek");
  }

 private:
  Interner& interner_;
  std::mutex mutex_;
};

int lex(Lexer& lexer) {
  return lexer.next() + lexer.peek();
}
