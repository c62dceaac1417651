// Adds entries to a ledger's text. What is there stays byte for byte: lines are only inserted, at the sorted place.
//
// A new entry goes before the first one that sorts after it, and before the comment lines that lead that one: those
// right above it, and those that stand alone between blank lines above that. The result is read again and must hold
// every old entry as it was and every new one; else nothing is changed. Thread-safety: pure. Errors:
// formats::LocatedError where a section is a filled [...] list.
#ifndef PARAUDIT_FORMATS_LEDGER_SPLICE_H
#define PARAUDIT_FORMATS_LEDGER_SPLICE_H

#include <string>
#include <vector>

#include "formats/ledger/ledger.h"

namespace paraudit::formats {

struct NewState {
  std::string id, file, guard; // file and guard may be empty
};

struct NewOrder {
  std::string before, after;
};

// The text of `ledger` with the new entries, each as `todo`. Entries whose subject is there already are left out.
std::string add_entries(const Ledger& ledger, std::vector<NewState> state, std::vector<NewOrder> order);

// A ledger without entries, that explains itself.
std::string empty_ledger();

// The text as a YAML scalar: plain where that is safe, else in double quotes.
std::string yaml_scalar(const std::string& text);

} // namespace paraudit::formats

#endif
