// Facts files: FlatBuffers (checked by its verifier and by us), compressed with zstd.
//
// Thread-safety: free functions without state; two processes may save the same file at once (write aside, rename).
// Cost: linear. Bytes are a function of the facts alone: no clock, no addresses, no hash order.
// Limits: a file that claims more than kMaxRawBytes, or expands more than kMaxExpansion times, is refused before
// anything of that size is allocated; every index and enumerator is checked, so that a loaded unit is safe to walk.
// Errors: a message that names the file, what is wrong with it and what to do.
#ifndef PARAUDIT_CHECKER_FACTS_STORE_H
#define PARAUDIT_CHECKER_FACTS_STORE_H

#include "checker/facts/facts.h"
#include "checker/facts/result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace paraudit::facts {

inline constexpr std::size_t kMaxRawBytes = std::size_t{512} << 20;
inline constexpr std::size_t kMaxExpansion = 400;

std::string encode(const TuFacts& facts);
// `name` appears in error messages only.
Result<TuFacts> decode(std::string_view bytes, std::string_view name);

// 32 hexadecimal digits over the given bytes: names facts files, and keys caches.
std::string content_hash(std::string_view bytes);

Result<std::string> save(const TuFacts& facts, const std::string& path); // returns the path
// Saves as DIR/<content hash>.facts; returns the path. The directory must exist.
Result<std::string> save_hashed(const TuFacts& facts, const std::string& directory);
Result<TuFacts> load(const std::string& path);

} // namespace paraudit::facts

#endif
