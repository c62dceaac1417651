// Many words, little work: none of these bodies is worth a task.
#include <cstdint>
#include <vector>

#define MIX(hash, byte)                                                                            \
  do {                                                                                             \
    (hash) ^= static_cast<std::uint8_t>(byte);                                                     \
    (hash) *= 16777619u;                                                                           \
  } while (0)

struct Symbol {
  const char *name;
  std::uint32_t hash;
  int kind;
  int size;
};

void hash_first(std::vector<Symbol> &symbols) {
  for (Symbol &symbol : symbols) {
    std::uint32_t hash = 2166136261u;
    MIX(hash, symbol.name[0]);
    MIX(hash, symbol.name[1]);
    MIX(hash, symbol.name[2]);
    symbol.hash = hash;
  }
}

void size_of_kinds(std::vector<Symbol> &symbols) {
  for (Symbol &symbol : symbols) {
    switch (symbol.kind) {
    case 0: symbol.size = 1; break;
    case 1: symbol.size = 2; break;
    case 2: symbol.size = symbol.size * 2 + 1; break;
    case 3: symbol.size = symbol.size * 4 + 3; break;
    case 4: symbol.size = (symbol.size + 7) / 8 * 8; break;
    case 5: symbol.size = (symbol.size + 15) / 16 * 16; break;
    case 6: symbol.size = (symbol.size + 31) / 32 * 32; break;
    case 7: symbol.size = (symbol.size + 63) / 64 * 64; break;
    case 8: symbol.size = symbol.size > 8 ? symbol.size : 8; break;
    default: symbol.size = 0;
    }
  }
}
