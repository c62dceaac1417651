// Any number that nobody changes can decide which lock comes first.
#include <mutex>
#include <thread>

struct Inode {
  unsigned long ino;
  std::mutex lock;
  int links = 0;
};

static void move_link(Inode* from, Inode* to) {
  Inode* low = from->ino < to->ino ? from : to;
  Inode* high = from->ino < to->ino ? to : from;
  std::lock_guard<std::mutex> first(low->lock);
  std::lock_guard<std::mutex> second(high->lock);
  --from->links;
  ++to->links;
}

int main() {
  Inode a{1}, b{2};
  std::jthread one([&] { move_link(&a, &b); }), other([&] { move_link(&b, &a); });
}
