#include "reports/analysis/lock_wrappers.h"

#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

TEST(LockWrappers, AreKnownByTheirOwnName) {
  EXPECT_TRUE(is_lock_wrapper("leveldb::port::Mutex::Lock()"));
  EXPECT_TRUE(is_lock_wrapper("leveldb::port::Mutex::Lock"));
  EXPECT_TRUE(is_lock_wrapper("leveldb::MutexLock::MutexLock(leveldb::port::Mutex*)"));
  EXPECT_TRUE(is_lock_wrapper("ns::Holder<std::map<int, ns::X> >::lock()"));
  EXPECT_TRUE(is_lock_wrapper("ns::ScopedLock<ns::Mutex>::ScopedLock(ns::Mutex&)"));
  EXPECT_TRUE(is_lock_wrapper("uv_mutex_lock"));
}

TEST(LockWrappers, OthersAreNot) {
  EXPECT_FALSE(is_lock_wrapper("leveldb::DBImpl::Get(leveldb::ReadOptions const&, ns::Lock::Lock)"));
  EXPECT_FALSE(is_lock_wrapper("leveldb::MutexLock::~MutexLock()"));
  EXPECT_FALSE(is_lock_wrapper("ns::Block::Block()"));
  EXPECT_FALSE(is_lock_wrapper("main"));
  EXPECT_FALSE(is_lock_wrapper(""));
  EXPECT_FALSE(is_lock_wrapper("::"));
  EXPECT_FALSE(is_lock_wrapper("((("));
}

} // namespace
} // namespace paraudit::reports
