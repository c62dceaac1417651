// Sites known by their return address alone: one paraudit_site per address, made on first sight and never freed.

#include "runtime/trace/mapped_once.h"
#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

constexpr uint32_t kMaxSites = 1u << 20;
std::atomic<paraudit_site*> site_pool{nullptr};
std::atomic<uint32_t> sites_used{1}; // 0 means none

paraudit_site* address_sites() {
  return mapped_once(site_pool, kMaxSites);
}

const paraudit_site* shared_site(const void* address) {
  paraudit_site* sites = address_sites();
  uint64_t key = key_of(address);
  KeyTable::Slot* slot = sites == nullptr || key < 2 ? nullptr : recorder().addresses.find_or_insert(key);
  if (slot == nullptr) {
    count_drop(Drop::kTables);
    return nullptr;
  }
  uint32_t index = slot->value.load(std::memory_order_acquire);
  if (index != 0)
    return &sites[index];
  uint32_t made = sites_used.fetch_add(1, std::memory_order_relaxed);
  if (made >= kMaxSites) {
    count_drop(Drop::kTables);
    return nullptr;
  }
  sites[made].address = key;
  note_module_of(key); // of a module that was loaded since?
  return &sites[slot->value.compare_exchange_strong(index, made, std::memory_order_acq_rel) ? made : index];
}

} // namespace

void reserve_address_sites() {
  address_sites();
}

const paraudit_site* site_of_address(ThreadState* state, const void* address) {
  if (state == nullptr)
    return shared_site(address);
  uint64_t hash = paraudit_key_spread(key_of(address));
  auto& cached = state->addresses[hash >> 32 & (ThreadState::kAddressSlots - 1)];
  if (cached.address != address || cached.site == nullptr) {
    cached.address = address;
    cached.site = shared_site(address);
  }
  return cached.site;
}

} // namespace paraudit::trace
