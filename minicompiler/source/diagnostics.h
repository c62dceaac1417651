// Errors and warnings as values, and their three renderings (human, JSON, short), laid out as rustc does.
//
// A pass reports through a DiagnosticSink; where a diagnostic is kept is the sink's business (the query engine keeps
// them with the query that made them). Output order never depends on who came first: `sort_diagnostics` orders by
// phase, position, code and message, and drops exact duplicates. Thread-safety: Diagnostic is a plain value; a sink
// states its own. Codes are rustc's numbers (308 for E0308); 0 means none.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_DIAGNOSTICS_H
#define PARAUDIT_MINICOMPILER_SOURCE_DIAGNOSTICS_H

#include "minicompiler/source/source_map.h"
#include "minicompiler/source/span.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minirc {

enum class Level : std::uint8_t { kError, kWarning, kNote, kHelp };

// rustc reports phase by phase; diagnostics of an earlier phase come first.
enum class Phase : std::uint8_t { kParse, kResolve, kAttributes, kTypes, kBody, kBorrow, kLint };

struct SpanLabel {
  Span span;
  std::string text;
  bool primary = false;
};

struct SubDiagnostic {
  Level level = Level::kNote;
  std::string message;
  Span span; // may be empty
};

struct Diagnostic {
  Level level = Level::kError;
  Phase phase = Phase::kTypes;
  std::uint16_t code = 0;
  std::string message;
  std::vector<SpanLabel> labels; // the first primary one gives the position
  std::vector<SubDiagnostic> children;

  Span primary() const;
  Diagnostic& label(Span span, std::string text); // a secondary label
  Diagnostic& note(std::string text, Span span = {});
  Diagnostic& help(std::string text, Span span = {});
};

// An error with a primary span (and the text beside its carets).
Diagnostic make_error(Phase phase, std::uint16_t code, Span span, std::string message, std::string label = "");
// "WHAT is not supported by minirc": for whatever is Rust but outside the subset. No code: rustc would accept it.
Diagnostic make_unsupported(Phase phase, Span span, std::string_view what);

class DiagnosticSink {
 public:
  virtual ~DiagnosticSink() = default;
  virtual void emit(Diagnostic diagnostic) = 0;
};

// Keeps them in order of arrival; for one thread (one file's parse, one query).
class VectorSink final : public DiagnosticSink {
 public:
  void emit(Diagnostic diagnostic) override { diagnostics.push_back(std::move(diagnostic)); }
  bool has_errors() const;
  std::vector<Diagnostic> diagnostics;
};

enum class ErrorFormat : std::uint8_t { kHuman, kJson, kShort };

void sort_diagnostics(std::vector<Diagnostic>& diagnostics);
std::string render(const Diagnostic& diagnostic, const SourceMap& map, ErrorFormat format);
// All of them, sorted, with rustc's closing lines ("error: aborting due to 2 previous errors", which codes to explain).
std::string render_all(std::vector<Diagnostic> diagnostics, const SourceMap& map, ErrorFormat format);
std::string code_name(std::uint16_t code); // 308 -> "E0308"

} // namespace minirc

#endif
