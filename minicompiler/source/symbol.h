// Interned names. A Symbol is a pointer to an entry that lives as long as its interner: equal names have equal
// pointers, text and hash are read without a lock. Names the compiler itself knows (symbols.def) carry a small number,
// so that code can switch over them. Never order output by Symbol: pointers depend on the schedule; order by text or
// position.
//
// Interner: insert-only hash tables, one per shard (1 to 64, `-Z shards=N`), chosen by hash. A look-up that hits reads
// atomically published slots and takes no lock; a miss locks its shard, looks again, and inserts. Source of the scheme:
// rustc's Sharded interners, with the lock-free read path of insert-only open addressing.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_SYMBOL_H
#define PARAUDIT_MINICOMPILER_SOURCE_SYMBOL_H

#include "minicompiler/source/intern_policy.h"
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace minirc {

// Names known to the compiler: kNone for all others.
enum class Known : std::uint16_t {
  kNone,
#define MINIRC_SYMBOL(id, text) id,
#include "minicompiler/source/symbols.def"
#undef MINIRC_SYMBOL
  kCount,
};

struct SymbolEntry {
  std::uint64_t hash;
  std::uint32_t size;
  Known known;
  const char* data;
};

class Symbol {
 public:
  Symbol() = default;
  explicit Symbol(const SymbolEntry* entry) : entry_(entry) {}

  explicit operator bool() const { return entry_ != nullptr; }
  std::string_view str() const { return entry_ ? std::string_view(entry_->data, entry_->size) : std::string_view(); }
  Known known() const { return entry_ ? entry_->known : Known::kNone; }
  bool is(Known known) const { return entry_ && entry_->known == known; }
  std::uint64_t hash() const { return entry_ ? entry_->hash : 0; }
  friend bool operator==(Symbol a, Symbol b) { return a.entry_ == b.entry_; }

 private:
  const SymbolEntry* entry_ = nullptr;
};

class SymbolInterner {
 public:
  explicit SymbolInterner(InternPolicy policy = {});
  ~SymbolInterner();
  SymbolInterner(const SymbolInterner&) = delete;
  SymbolInterner& operator=(const SymbolInterner&) = delete;

  Symbol intern(std::string_view text);
  Symbol known(Known known) const; // no hashing

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace minirc

template <> struct std::hash<minirc::Symbol> {
  std::size_t operator()(minirc::Symbol symbol) const noexcept { return symbol.hash(); }
};

#endif
