// The ledger: the reviewed file in a user's repository that holds, for each piece of shared state and each nested lock
// pair, what was decided and why. People edit it; the checker and the report tools read it; `update` adds to it.
// The form is described by reports/schema/ledger.schema.json.
//
// Thread-safety: plain data; reading is pure. Errors: formats::LocatedError with line and column. Order is that of the
// file. Limits: those of yaml_value.h, and 1000 locks a level.
#ifndef PARAUDIT_FORMATS_LEDGER_LEDGER_H
#define PARAUDIT_FORMATS_LEDGER_LEDGER_H

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::formats {

inline constexpr const char* kLedgerSchema = "paraudit.ledger";
inline constexpr const char* kLedgerVersion = "1.0";

enum class Decision {
#define PARAUDIT_DECISION(NAME, word, heading) k##NAME,
#include "formats/ledger/decisions.def"
};

enum class InvariantKind {
#define PARAUDIT_INVARIANT(NAME, word, sentence) k##NAME,
#include "formats/ledger/invariants.def"
};

const char* decision_word(Decision decision);
const char* decision_heading(Decision decision);
const char* invariant_sentence(InvariantKind kind);

struct LedgerPlace {
  std::uint32_t line = 0, column = 0;
};

struct LedgerInvariant {
  std::optional<InvariantKind> kind; // absent: a sentence for people
  std::string text;
  LedgerPlace at;
};

struct LedgerState {
  std::string id, file;
  Decision decision = Decision::kTodo;
  std::string guard, owner, why;
  std::vector<LedgerInvariant> invariants;
  std::vector<std::string> atomicity; // ids of the state that changes together with this, or sentences
  LedgerPlace at, guard_at;
};

struct LedgerOrder {
  std::string before, after, why;
  LedgerPlace at;
};

// Where a section of the file stands, for splicing.
struct LedgerSection {
  std::uint32_t key_line = 0;             // 0: the file has no such section
  bool is_flow = false;                   // [...]: holds entries on one line
  bool is_empty_flow = false;             // []
  bool is_null = false;                   // nothing, or one of its names: ~, null
  std::uint32_t dash_column = 3;          // of its entries, from 1
  std::vector<std::uint32_t> entry_lines; // where each entry begins
  std::uint32_t next_key_line = 0;        // of the section after it; 0: it is the last
};

struct Ledger {
  std::string path, text;
  std::vector<LedgerState> state;
  std::vector<std::vector<std::string>> lock_levels; // outermost first: each level's locks come before the next one's
  std::vector<LedgerPlace> level_places;
  std::vector<LedgerOrder> lock_order;
  LedgerSection state_section, order_section;

  // Every order that the ledger states, levels included; neighbouring levels only.
  std::vector<std::pair<std::string, std::string>> stated_order() const;
};

// `path` is for messages.
Ledger parse_ledger(const std::string& path, const std::string& text);
Ledger read_ledger(const std::string& path);

} // namespace paraudit::formats

#endif
