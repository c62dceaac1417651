#include "runtime/trace/lock_memory.h"

#include "runtime/abi/lock_memory.h"
#include "runtime/trace/mapped_once.h"
#include "runtime/trace/recorder.h"

struct paraudit_lock_pages paraudit_lock_pages;

namespace paraudit::trace {
namespace {

// The places in one page that hold a lock, four bytes each.
constexpr uint32_t kPlaceShift = 2, kPlacesBits = PARAUDIT_PAGE_SHIFT - kPlaceShift;
struct PlacesOfPage {
  std::atomic<uint64_t> words[(1u << kPlacesBits) / 64];
};

constinit KeyTable pages{}; // page number, from kFirstPageKey on -> its index in the pool
constexpr uint32_t kMaxPages = 1u << 20;
std::atomic<PlacesOfPage*> page_pool{nullptr};
std::atomic<uint32_t> pages_used{1}; // 0 means none
constexpr uint64_t kFirstPageKey = 2;

// How often locks at such addresses were forgotten. Two addresses with one count only differ more often than they must.
constexpr uint32_t kLivesBits = 12;
std::atomic<uint32_t> lives[1u << kLivesBits];

std::atomic<uint32_t>& lives_at(uint64_t address) {
  return lives[paraudit_mix(address) >> (64 - kLivesBits)];
}

PlacesOfPage* places_of_pages() {
  return mapped_once(page_pool, kMaxPages);
}

PlacesOfPage* find_places(uint64_t page) {
  KeyTable::Slot* slot = pages.find(page + kFirstPageKey);
  uint32_t index = slot == nullptr ? 0 : slot->value.load(std::memory_order_acquire);
  return index == 0 ? nullptr : places_of_pages() + index;
}

PlacesOfPage* make_places(uint64_t page) {
  KeyTable::Slot* slot = places_of_pages() == nullptr ? nullptr : pages.find_or_insert(page + kFirstPageKey);
  if (slot == nullptr)
    return nullptr;
  uint32_t index = slot->value.load(std::memory_order_acquire);
  if (index == 0) {
    uint32_t made = pages_used.fetch_add(1, std::memory_order_relaxed);
    if (made >= kMaxPages)
      return nullptr;
    if (slot->value.compare_exchange_strong(index, made, std::memory_order_acq_rel))
      index = made;
  }
  return places_of_pages() + index;
}

// Forgets what lies in [begin, end), which are places of this page.
uint32_t forget_places(uint64_t page, uint32_t begin, uint32_t end) {
  PlacesOfPage* places = find_places(page);
  uint32_t forgotten = 0;
  for (uint32_t word = begin / 64; places != nullptr && word <= (end - 1) / 64; ++word) {
    uint64_t from = word == begin / 64 ? ~0ull << begin % 64 : ~0ull;
    uint64_t range = word == (end - 1) / 64 ? from & ~0ull >> (63 - (end - 1) % 64) : from;
    if ((places->words[word].load(std::memory_order_acquire) & range) == 0)
      continue;
    for (uint64_t gone = places->words[word].fetch_and(~range) & range; gone != 0; gone &= gone - 1, ++forgotten) {
      uint64_t place = word * 64 + static_cast<uint64_t>(__builtin_ctzll(gone));
      forget_lock(reinterpret_cast<const void*>(
          static_cast<uintptr_t>((page << PARAUDIT_PAGE_SHIFT) + (place << kPlaceShift))));
    }
  }
  return forgotten;
}

} // namespace

void remember_lock(KeyTable::Slot& slot, const void* lock) {
  uint64_t address = key_of(lock), page = address >> PARAUDIT_PAGE_SHIFT;
  // Of two threads that see the lock first at the same moment both write the same.
  slot.extra.fetch_or(lives_at(address).load(std::memory_order_relaxed) << kWaitersBits, std::memory_order_relaxed);
  uint64_t bit = 0, *word = paraudit_word_of_page(page, &bit);
  if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit))
    __atomic_fetch_or(word, bit, __ATOMIC_RELAXED);
  __atomic_store_n(&paraudit_lock_pages.any, 1, __ATOMIC_RELAXED);
  PlacesOfPage* places = make_places(page);
  if (places == nullptr)
    return count_drop(Drop::kTables);
  uint64_t place = address >> kPlaceShift & ((1u << kPlacesBits) - 1);
  places->words[place / 64].fetch_or(1ull << place % 64);
}

void reserve_lock_memory() {
  pages.reserve();
  places_of_pages();
}

void forget_lock(const void* lock) {
  uint64_t address = key_of(lock);
  if (recorder().locks.find(address) == nullptr)
    return;
  lives_at(address).fetch_add(1, std::memory_order_relaxed);
  recorder().locks.erase(address);
}

uint32_t instance_of_lock(const void* lock, const KeyTable::Slot* slot) {
  uint64_t life = slot == nullptr ? 0 : slot->extra.load(std::memory_order_relaxed) >> kWaitersBits;
  constexpr uint32_t kAboveAddresses = 48;
  return paraudit_instance(
      reinterpret_cast<const void*>(static_cast<uintptr_t>(key_of(lock) ^ life << kAboveAddresses)));
}

// The inline path leaves the field as it was for locks that have a type.
const KeyTable::Slot* slot_of_held(const paraudit_held& held) {
  auto* slot = held.flags & PARAUDIT_HELD_HOLDER ? nullptr : static_cast<const KeyTable::Slot*>(held.shadow);
  return slot != nullptr && slot->key.load(std::memory_order_relaxed) == key_of(held.lock) ? slot : nullptr;
}

} // namespace paraudit::trace

using namespace paraudit::trace;

uint32_t paraudit_memory_forget(const void* begin, uint64_t bytes) {
  if (paraudit_recording() == 0 || bytes == 0)
    return 0;
  uint64_t first = key_of(begin), last = first + bytes - 1;
  uint64_t first_page = first >> PARAUDIT_PAGE_SHIFT, last_page = last >> PARAUDIT_PAGE_SHIFT;
  constexpr uint64_t kInPage = (1ull << PARAUDIT_PAGE_SHIFT) - 1, kMostWalked = 1 << 14;
  uint32_t forgotten = 0;
  auto forget = [&](uint64_t page) {
    uint64_t from = page == first_page ? first & kInPage : 0, to = page == last_page ? last & kInPage : kInPage;
    forgotten +=
        forget_places(page, static_cast<uint32_t>(from >> kPlaceShift), static_cast<uint32_t>(to >> kPlaceShift) + 1);
  };
  if (last_page - first_page >= kMostWalked) { // address space that was reserved: there are fewer pages with locks
    pages.for_each([&](const KeyTable::Slot& slot) {
      uint64_t page = slot.key.load(std::memory_order_relaxed) - kFirstPageKey;
      if (page >= first_page && page <= last_page)
        forget(page);
    });
    return forgotten;
  }
  for (uint64_t page = first_page; page <= last_page; ++page)
    if (paraudit_page_held_locks(page))
      forget(page);
  return forgotten;
}
