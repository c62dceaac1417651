// What an assertion writes before it ends the program, nobody else gets to see.
#include <cstdlib>
#include <string>

std::string message;

[[noreturn]] void end();

class Node {
 public:
  int width() const {
    if (width_ < 0) {
      message = "width";
      end();
    }
    return width_;
  }
  int height() const {
    if (height_ < 0) {
      message = "height";
      std::abort();
    }
    return height_;
  }

 private:
  int width_ = 0, height_ = 0;
};
