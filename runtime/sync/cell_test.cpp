#include "runtime/sync/test_support.h"

#include <memory>
#include <thread>
#include <vector>

namespace paraudit {
namespace {

using test::misuse_of;

// The message reported when another thread runs `action`, or "".
template <class Action> std::string misuse_on_another_thread(Action&& action) {
  test::ThrowOnMisuse scope;
  std::string message;
  std::thread([&] {
    try {
      action();
    } catch (const test::MisuseError& error) {
      message = error.what();
    }
  }).join();
  return message;
}

TEST(OneThread, OtherThreadsFail) {
  OneThread<int> value(3);
  EXPECT_EQ(*value, 3);
  EXPECT_EQ(value.get(), 3);
  std::string expected = detail::kSerial ? "" : "a value that belongs to one thread was used by another";
  EXPECT_EQ(misuse_on_another_thread([&] { ++*value; }), expected);
  EXPECT_EQ(misuse_on_another_thread([&] { (void)value.get(); }), expected);
}

TEST(OneThread, MayBeCarriedByAnotherThread) {
  OneThread<std::unique_ptr<int>> value(std::make_unique<int>(4));
  std::unique_ptr<OneThread<std::unique_ptr<int>>> moved;
  std::thread([&] { moved = std::make_unique<OneThread<std::unique_ptr<int>>>(std::move(value)); }).join();
  EXPECT_EQ(*moved->get(), 4);
}

TEST(Cell, CopiesInAndOut) {
  const Cell<int> cell(1);
  cell.set(2);
  EXPECT_EQ(cell.replace(3), 2);
  cell.update([](int value) { return value * 2; });
  EXPECT_EQ(cell.take(), 6);
  EXPECT_EQ(cell.get(), 0);
}

TEST(Cell, SecondThreadFailsInDebugBuilds) {
  Cell<int> cell(1);
  cell.set(2);
#if defined(NDEBUG) || defined(PARAUDIT_SERIAL)
  static_assert(sizeof(Cell<int>) == sizeof(int));
  GTEST_SKIP() << "not checked in this build";
#else
  EXPECT_EQ(misuse_on_another_thread([&] { cell.set(3); }), "an unsynchronised cell was used by two threads");
  EXPECT_EQ(cell.get(), 2);
  RefCell<int> other(1);
  (void)*other.borrow();
  EXPECT_EQ(misuse_on_another_thread([&] { (void)*other.borrow(); }), "an unsynchronised cell was used by two threads");
#endif
}

TEST(RefCell, BorrowsAreChecked) {
  RefCell<std::vector<int>> cell(std::vector<int>{1});
  cell.borrow_mut()->push_back(2);
  {
    auto first = cell.borrow();
    auto second = cell.try_borrow();
    EXPECT_EQ((*second)->size(), 2u);
    EXPECT_FALSE(cell.try_borrow_mut().has_value());
  }
  uint32_t held_line = __LINE__ + 1;
  auto writer = cell.borrow_mut();
  auto error = misuse_of([&] { (void)cell.borrow()->size(); });
  EXPECT_STREQ(error.what(), "value was already mutably borrowed");
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
}

TEST(RefCell, MappedBorrowsKeepTheBorrow) {
  RefCell<std::vector<int>> cell(std::vector<int>{1});
  auto part = cell.borrow_mut().map([](auto& all) -> int& { return all[0]; });
  *part = 5;
  EXPECT_STREQ(misuse_of([&] { (void)*cell.borrow_mut(); }).what(), "value was already mutably borrowed");
  {
    auto taken = std::move(part);
  }
  EXPECT_EQ((*cell.borrow())[0], 5);
}

} // namespace
} // namespace paraudit
