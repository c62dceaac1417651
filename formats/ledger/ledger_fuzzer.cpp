// Ledgers of any bytes: read or refused with a message, never more. A ledger that is read takes a new entry and keeps
// what it holds.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "formats/baseline/baseline.h"
#include "formats/ledger/compare.h"
#include "formats/ledger/splice.h"
#include "formats/located_error.h"

using namespace paraudit::formats;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  try {
    parse_baseline("b.json", text);
  } catch (const LocatedError&) {
  }
  try {
    Ledger ledger = parse_ledger("l.yaml", text);
    (void)compare(ledger, {});
    std::string longer = add_entries(ledger, {{"zz::fuzzed", "f.cpp", "guard"}}, {{"x", "y"}});
    if (longer.size() < text.size())
      std::abort();
  } catch (const LocatedError& error) {
    if (std::string(error.what()).empty())
      std::abort();
  }
  return 0;
}
