// std::less decides; std::addressof.
#include <functional>
#include <memory>
#include <mutex>

struct Account {
  std::mutex mutex;
  int balance = 0;
};

void transfer(Account& from, Account& to) {
  Account* first = std::addressof(from);
  Account* second = std::addressof(to);
  if (std::less<Account*>()(second, first))
    std::swap(first, second);
  std::lock_guard<std::mutex> one(first->mutex);
  std::lock_guard<std::mutex> two(second->mutex);
  --from.balance;
  ++to.balance;
}
