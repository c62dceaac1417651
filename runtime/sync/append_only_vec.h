// AppendOnlyVec<T>: a sequence that only grows, read without locks while others append.
//
// An element's address never changes and its index is what push() returned; once published it is immutable. Appending
// takes a lock; get() and size() take none. Elements live in buckets of doubling size, so that nothing is moved.
// Thread-safety: all members. Cost: get is two loads and a bit scan; push a lock and a construction. Limit: 2^32 - 1
// elements, more are misuse. A push whose T throws appends nothing.
#ifndef PARAUDIT_RUNTIME_SYNC_APPEND_ONLY_VEC_H
#define PARAUDIT_RUNTIME_SYNC_APPEND_ONLY_VEC_H

#include "runtime/sync/lock.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace paraudit {

template <class T> class AppendOnlyVec {
 public:
  explicit AppendOnlyVec(const char* class_name = nullptr, SourceLocation made_at = SourceLocation::current())
      : appending_(0, class_name, made_at) {}
  AppendOnlyVec(const AppendOnlyVec&) = delete;
  AppendOnlyVec& operator=(const AppendOnlyVec&) = delete;
  ~AppendOnlyVec() {
    uint32_t left = size();
    for (uint32_t bucket = 0; bucket < kBuckets; ++bucket) {
      T* elements = buckets_[bucket].load(std::memory_order_relaxed);
      if (elements == nullptr)
        return;
      uint32_t used = std::min(left, capacity(bucket));
      std::destroy_n(elements, used);
      std::allocator<T>().deallocate(elements, capacity(bucket));
      left -= used;
    }
  }

  // Appends and returns the index.
  uint32_t push(T value, SourceLocation location = SourceLocation::current()) {
    auto next = appending_.lock(location);
    uint32_t index = *next;
    if (index == kMost) [[unlikely]]
      report_misuse({"an append-only vector is full", detail::site_record(location), nullptr, ""});
    auto [bucket, offset] = place(index);
    T* elements = buckets_[bucket].load(std::memory_order_relaxed);
    if (elements == nullptr) {
      elements = std::allocator<T>().allocate(capacity(bucket));
      buckets_[bucket].store(elements, std::memory_order_release);
    }
    std::construct_at(elements + offset, std::move(value));
    *next = index + 1;
    size_.store(index + 1, std::memory_order_release);
    return index;
  }

  // The elements appended so far; more may follow at any moment.
  uint32_t size() const { return size_.load(std::memory_order_acquire); }

  // Null when there is no such element yet.
  const T* get(uint32_t index) const {
    if (index >= size())
      return nullptr;
    auto [bucket, offset] = place(index);
    return buckets_[bucket].load(std::memory_order_relaxed) + offset; // published by size_
  }
  // Precondition: index < size().
  const T& operator[](uint32_t index) const { return *get(index); }

 private:
  static constexpr uint32_t kFirst = 8, kBuckets = 30; // buckets of 8, 8, 16, 32, ... elements
  static constexpr uint32_t kMost = ~0u;

  static uint32_t capacity(uint32_t bucket) { return bucket == 0 ? kFirst : kFirst << (bucket - 1); }
  static std::pair<uint32_t, uint32_t> place(uint32_t index) {
    uint32_t bucket = static_cast<uint32_t>(std::bit_width(index / kFirst));
    return {bucket, bucket == 0 ? index : index - capacity(bucket)};
  }

  Lock<uint32_t> appending_; // the next index
  std::atomic<uint32_t> size_{0};
  std::atomic<T*> buckets_[kBuckets] = {};
};

} // namespace paraudit
#endif
