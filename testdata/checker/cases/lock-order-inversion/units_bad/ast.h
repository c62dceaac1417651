#pragma once
#include <mutex>
namespace cc {
class Types {
 public:
  int size();
  void grow();

 private:
  std::mutex mutex_;
  int size_ = 0;
};
class Decls {
 public:
  explicit Decls(Types& types) : types_(types) {}
  void declare();
  int count();

 private:
  Types& types_;
  std::mutex mutex_;
  int count_ = 0;
};
Decls& decls();
} // namespace cc
