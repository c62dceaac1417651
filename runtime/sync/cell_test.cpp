#include "runtime/sync/test_support.h"

#include <memory>
#include <thread>
#include <vector>

namespace paraudit {
namespace {

using test::misuse_of;

// What is reported when another thread runs `action`; empty when nothing is.
template <class Action> std::optional<test::MisuseError> misuse_on_another_thread(Action&& action) {
  test::ThrowOnMisuse scope;
  std::optional<test::MisuseError> reported;
  std::thread([&] {
    try {
      action();
    } catch (const test::MisuseError& error) {
      reported = error;
    }
  }).join();
  return reported;
}

TEST(OneThread, OtherThreadsFailNamingBothSites) {
  uint32_t made_line = __LINE__ + 1;
  OneThread<int> value(3);
  EXPECT_EQ(*value, 3);
  EXPECT_EQ(value.get(), 3);
  auto error = misuse_on_another_thread([&] { (void)value.get(); }); // + 3
  ASSERT_EQ(error.has_value(), !detail::kSerial);
  if (!error)
    return;
  EXPECT_STREQ(error->what(), "a value that belongs to one thread was used by another");
  EXPECT_EQ(error->holder_line, made_line);
  EXPECT_EQ(error->holder_role, "made at");
  EXPECT_EQ(error->attempted_line, made_line + 3);
  EXPECT_EQ(misuse_on_another_thread([&] { ++*value; })->holder_line, made_line) << "operators name this one only";
  EXPECT_TRUE(misuse_on_another_thread([&] { (void)std::move(value).into_inner(); }).has_value());
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
  uint32_t line = __LINE__;
  auto error = misuse_on_another_thread([&] { cell.set(3); }); // + 1; first used 5 lines above
  ASSERT_TRUE(error.has_value());
  EXPECT_STREQ(error->what(), "an unsynchronised cell was used by two threads");
  EXPECT_EQ(error->attempted_line, line + 1);
  EXPECT_EQ(error->holder_line, line - 5);
  EXPECT_EQ(error->holder_role, "first used at");
  EXPECT_EQ(cell.get(), 2);
  RefCell<int> other(1);
  (void)*other.borrow(); // + 9
  error = misuse_on_another_thread([&] { (void)*other.borrow_mut(); });
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->holder_line, line + 9);
  EXPECT_EQ(error->attempted_line, line + 10);
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

TEST(RefCell, WritingWhileReadNamesBothSitesAndThrowingMappersRelease) {
  RefCell<int> cell(1);
  {
    uint32_t held_line = __LINE__ + 1;
    auto reader = cell.borrow();
    auto error = misuse_of([&] { ++*cell.borrow_mut(); });
    EXPECT_STREQ(error.what(), "value was already borrowed");
    EXPECT_EQ(error.holder_line, held_line);
    EXPECT_EQ(error.attempted_line, held_line + 1);
    EXPECT_EQ(error.holder_role, "borrowed at");
  }
  EXPECT_THROW((void)cell.borrow_mut().map([](int&) -> int& { throw std::runtime_error("no part"); }),
               std::runtime_error);
  EXPECT_TRUE(cell.try_borrow_mut().has_value());
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
