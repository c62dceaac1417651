// 128-bit integers under names that -Wpedantic accepts. Plain values; no errors.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_INT128_H
#define PARAUDIT_MINICOMPILER_SOURCE_INT128_H

#include <string>

namespace minirc {

__extension__ typedef unsigned __int128 u128;
__extension__ typedef __int128 i128;

inline std::string to_decimal(u128 value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  return digits;
}

} // namespace minirc

#endif
