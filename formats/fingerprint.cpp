#include "formats/fingerprint.h"

#include <cstdint>
#include <string_view>

namespace paraudit::formats {
namespace {

std::string hash128(std::string_view text) {
  unsigned __int128 hash = (static_cast<unsigned __int128>(0x6c62272e07bb0142ULL) << 64) | 0x62b821756295c58dULL;
  const unsigned __int128 prime = (static_cast<unsigned __int128>(1) << 88) | 0x13b;
  for (char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  std::string digits(32, '0');
  for (std::size_t i = digits.size(); i-- > 0; hash >>= 4)
    digits[i] = "0123456789abcdef"[static_cast<unsigned>(hash & 15)];
  return digits;
}

} // namespace

std::string identity_text(const std::string& check, const std::vector<std::string>& identity) {
  std::string text = check;
  for (const std::string& part : identity) {
    text += '\0';
    text += part;
  }
  return text;
}

std::string fingerprint(const std::string& identity_text, unsigned ordinal) {
  return hash128(identity_text + '\0' + std::to_string(ordinal));
}

} // namespace paraudit::formats
