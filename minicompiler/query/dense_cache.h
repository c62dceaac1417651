// Values by small numbers, in arrays that grow by doubling: who reads takes no lock and writes nothing.
//
// Thread-safety: any number of readers and of writers, one writer for each number. Cost: two loads a look-up; memory
// for the largest number seen, 8 bytes each. Source: the VecCache of rustc's queries.
#ifndef PARAUDIT_MINICOMPILER_QUERY_DENSE_CACHE_H
#define PARAUDIT_MINICOMPILER_QUERY_DENSE_CACHE_H

#include <array>
#include <atomic>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace minirc::query {

template <class T> class DenseCache {
 public:
  DenseCache() = default;
  DenseCache(const DenseCache&) = delete;
  DenseCache& operator=(const DenseCache&) = delete;
  ~DenseCache() {
    for_each([](std::uint64_t, T& value) { delete &value; });
    for (std::atomic<Slot*>& part : parts_)
      delete[] part.load(std::memory_order_relaxed);
  }

  T* find(std::uint64_t number) const {
    Place place = place_of(number);
    const Slot* part = parts_[place.part].load(std::memory_order_acquire);
    return part == nullptr ? nullptr : part[place.offset].load(std::memory_order_acquire);
  }

  T& publish(std::uint64_t number, std::unique_ptr<T> value) {
    Place place = place_of(number);
    T* published = value.release();
    [[maybe_unused]] T* before = part_at(place.part)[place.offset].exchange(published, std::memory_order_release);
    assert(before == nullptr && "each number is written once");
    return *published;
  }

  // f(number, value), ascending.
  template <class F> void for_each(F&& f) const {
    for (std::size_t part = 0; part < parts_.size(); ++part)
      if (const Slot* slots = parts_[part].load(std::memory_order_acquire))
        for (std::uint64_t at = 0; at < size_of(part); ++at)
          if (T* value = slots[at].load(std::memory_order_acquire))
            f(part == 0 ? at : size_of(part) + at, *value);
  }

 private:
  using Slot = std::atomic<T*>;
  // The first part is for numbers below 2^kFirstBits, each further one for those of one bit more.
  static constexpr unsigned kFirstBits = 8, kParts = 33;
  struct Place {
    std::size_t part;
    std::uint64_t offset;
  };
  static Place place_of(std::uint64_t number) {
    unsigned bits = static_cast<unsigned>(std::bit_width(number));
    if (bits <= kFirstBits)
      return {0, number};
    assert(bits < kFirstBits + kParts && "numbers are small");
    return {bits - kFirstBits, number - (std::uint64_t{1} << (bits - 1))};
  }
  static std::uint64_t size_of(std::size_t part) { return std::uint64_t{1} << (kFirstBits + part - (part != 0)); }

  Slot* part_at(std::size_t part) {
    Slot* found = parts_[part].load(std::memory_order_acquire);
    if (found != nullptr)
      return found;
    std::unique_ptr<Slot[]> fresh(new Slot[size_of(part)]());
    if (!parts_[part].compare_exchange_strong(found, fresh.get(), std::memory_order_acq_rel))
      return found; // another thread's
    return fresh.release();
  }

  std::array<std::atomic<Slot*>, kParts> parts_{};
};

} // namespace minirc::query

#endif
