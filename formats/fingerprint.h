// The fingerprint of a finding: what makes it the same in another run. 128 bits as 32 hexadecimal digits, of the check,
// the canonical names of state, locks and functions, and an ordinal among equals; never of line numbers.
//
// Thread-safety: pure. Stable across platforms and versions, as baselines need. Source: FNV-1a; no secrecy wanted.
#ifndef PARAUDIT_FORMATS_FINGERPRINT_H
#define PARAUDIT_FORMATS_FINGERPRINT_H

#include <string>
#include <vector>

namespace paraudit::formats {

// Check and identity as one text, as it is hashed.
std::string identity_text(const std::string& check, const std::vector<std::string>& identity);
std::string fingerprint(const std::string& identity_text, unsigned ordinal);

} // namespace paraudit::formats

#endif
