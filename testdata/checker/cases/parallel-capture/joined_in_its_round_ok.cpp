// A thread that is waited for in the round that starts it runs with no other.
#include <thread>
#include <utility>

struct Account {
  int id;
  int balance = 0;
};

static void pay(Account& from, Account& to) {
  Account *first = &from, *second = &to;
  if (second < first)
    std::swap(first, second); // of pointers: what they point to stays
  (void)first;
}

int main() {
  int rounds = 0;
  for (int i = 0; i < 3; ++i) {
    std::thread worker([&rounds] { ++rounds; });
    worker.join();
  }
  Account a{1}, b{2};
  std::thread one([&] { pay(a, b); }), other([&] { pay(b, a); });
  one.join();
  other.join();
  return rounds;
}
