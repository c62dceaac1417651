// An iterator pins its key on first use: one is made for each walk.
#include <mutex>

class Numbers {
 public:
  bool Valid() const { return at_ < 10; }
  void Next() { ++at_; }
  int key() const {
    if (pinned_ == nullptr)
      pinned_ = new int(at_);
    return *pinned_;
  }

 private:
  std::mutex mutex_;
  int at_ = 0;
  mutable int* pinned_ = nullptr;
};
