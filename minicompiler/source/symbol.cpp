#include "minicompiler/source/symbol.h"
#include "minicompiler/source/hash.h"
#include "minicompiler/source/intern_table.h"
#include <array>

namespace minirc {
namespace {

constexpr std::string_view kKnownText[] = {
    "",
#define MINIRC_SYMBOL(id, text) text,
#include "minicompiler/source/symbols.def"
#undef MINIRC_SYMBOL
};

} // namespace

struct SymbolInterner::Impl {
  explicit Impl(InternPolicy policy) : table(policy) {
    for (std::size_t i = 1; i < known.size(); ++i)
      known[i] = add(kKnownText[i], static_cast<Known>(i));
  }

  const SymbolEntry* add(std::string_view text, Known number) {
    std::uint64_t hash = hash_bytes(text);
    return table.intern(
        hash, [&](const SymbolEntry& e) { return std::string_view(e.data, e.size) == text; },
        [&](Arena& arena) {
          std::string_view kept = arena.copy_text(text);
          return arena.make<SymbolEntry>(hash, static_cast<std::uint32_t>(kept.size()), number, kept.data());
        });
  }

  InternTable<SymbolEntry> table;
  std::array<const SymbolEntry*, static_cast<std::size_t>(Known::kCount)> known{};
};

SymbolInterner::SymbolInterner(InternPolicy policy) : impl_(std::make_unique<Impl>(policy)) {}
SymbolInterner::~SymbolInterner() = default;

Symbol SymbolInterner::intern(std::string_view text) {
  return Symbol(impl_->add(text, Known::kNone));
}
Symbol SymbolInterner::known(Known known) const {
  return Symbol(impl_->known[static_cast<std::size_t>(known)]);
}

} // namespace minirc
