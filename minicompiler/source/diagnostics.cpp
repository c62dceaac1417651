#include "minicompiler/source/diagnostics.h"
#include <algorithm>
#include <tuple>

namespace minirc {
namespace {

auto sort_key(const Diagnostic& d) {
  Span span = d.primary();
  return std::tuple(static_cast<int>(d.phase), span.lo, span.hi, static_cast<int>(d.level), d.code,
                    std::string_view(d.message), d.labels.size(), d.children.size());
}

bool same(const Diagnostic& a, const Diagnostic& b) {
  return sort_key(a) == sort_key(b);
}

} // namespace

Span Diagnostic::primary() const {
  for (const SpanLabel& l : labels)
    if (l.primary)
      return l.span;
  return {};
}

Diagnostic& Diagnostic::label(Span span, std::string text) {
  labels.push_back({span, std::move(text), false});
  return *this;
}

Diagnostic& Diagnostic::note(std::string text, Span span) {
  children.push_back({Level::kNote, std::move(text), span});
  return *this;
}

Diagnostic& Diagnostic::help(std::string text, Span span) {
  children.push_back({Level::kHelp, std::move(text), span});
  return *this;
}

Diagnostic make_error(Phase phase, std::uint16_t code, Span span, std::string message, std::string label) {
  Diagnostic d;
  d.phase = phase;
  d.code = code;
  d.message = std::move(message);
  d.labels.push_back({span, std::move(label), true});
  return d;
}

Diagnostic make_unsupported(Phase phase, Span span, std::string_view what) {
  return make_error(phase, 0, span, std::string(what) + " is not supported by minirc",
                    "outside the subset of Rust that minirc compiles");
}

bool VectorSink::has_errors() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.level == Level::kError; });
}

void sort_diagnostics(std::vector<Diagnostic>& diagnostics) {
  std::sort(diagnostics.begin(), diagnostics.end(),
            [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) < sort_key(b); });
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

std::string code_name(std::uint16_t code) {
  std::string digits = std::to_string(code);
  return "E" + std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

} // namespace minirc
