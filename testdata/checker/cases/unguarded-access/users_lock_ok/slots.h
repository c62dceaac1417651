// A general data structure: whoever shares one between threads locks it.
#ifndef SLOTS_H
#define SLOTS_H

class Slots {
public:
  void add() { ++size_; }
  void drop() { --size_; }
  int size() const { return size_; }

private:
  int size_ = 0;
};

#endif
