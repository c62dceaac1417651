// One buffer for messages, which every check of an invariant writes: one defect, told once.
#include <string>

std::string message;

class Node {
 public:
  int width() const { // CHECK: paraudit-const-mutation ('message')
    if (width_ < 0)
      message += "width";
    return width_;
  }
  int height() const {
    if (height_ < 0)
      message += "height";
    return height_;
  }

 private:
  int width_ = 0, height_ = 0;
};
