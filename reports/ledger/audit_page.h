// The audit page: what a ledger says, as Markdown for people. One section for each decision, then the declared lock
// order as a numbered hierarchy and as a graph (Mermaid, which GitHub and GitLab draw).
//
// Thread-safety: pure. Output depends on the arguments alone; entries are sorted by name. With facts each entry tells
// how far the program is; without, the page says nothing of the program.
#ifndef PARAUDIT_REPORTS_LEDGER_AUDIT_PAGE_H
#define PARAUDIT_REPORTS_LEDGER_AUDIT_PAGE_H

#include <optional>
#include <string>

#include "formats/ledger/compare.h"

namespace paraudit::reports {

std::string audit_page(const formats::Ledger& ledger, const std::optional<formats::ProgramFacts>& facts);

// The locks of the stated order in layers: each lock stands in the first layer that comes after all that are stated
// before it. Locks of a cycle are left out and returned last, marked by `is_cyclic`.
struct LockLayers {
  std::vector<std::vector<std::string>> layers;
  std::vector<std::string> cyclic;
};
LockLayers lock_layers(const formats::Ledger& ledger);

} // namespace paraudit::reports

#endif
