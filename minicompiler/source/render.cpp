#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/render_snippet.h"
#include <nlohmann/json.hpp>
#include <set>

namespace minirc {
namespace {

const char* level_name(Level level) {
  switch (level) {
  case Level::kError:
    return "error";
  case Level::kWarning:
    return "warning";
  case Level::kNote:
    return "note";
  case Level::kHelp:
    return "help";
  }
  return "error";
}

std::string heading(const Diagnostic& d) {
  std::string code = d.code ? "[" + code_name(d.code) + "]" : "";
  return std::string(level_name(d.level)) + code + ": " + d.message;
}

std::string render_human(const Diagnostic& d, const SourceMap& map) {
  std::string out = heading(d) + "\n";
  unsigned gutter = gutter_width(d, map);
  std::string pad(gutter, ' ');
  bool placed = !d.labels.empty() && map.lookup(d.primary().lo).file;
  if (placed)
    out += render_snippet(d.labels, map, gutter);
  if (placed && !d.children.empty())
    out += pad + " |\n";
  for (const SubDiagnostic& child : d.children) {
    if (child.span.empty()) {
      out += pad + " = " + level_name(child.level) + ": " + child.message + "\n";
      continue;
    }
    out += std::string(level_name(child.level)) + ": " + child.message + "\n";
    out += render_snippet({{child.span, "", true}}, map, gutter);
  }
  return out + "\n";
}

std::string render_short(const Diagnostic& d, const SourceMap& map) {
  Location at = map.lookup(d.primary().lo);
  if (!at.file)
    return heading(d) + "\n";
  return at.file->path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + heading(d) + "\n";
}

nlohmann::ordered_json span_json(const SpanLabel& label, const SourceMap& map) {
  Location lo = map.lookup(label.span.lo), hi = map.lookup(label.span.hi);
  nlohmann::ordered_json span;
  span["file_name"] = lo.file->path;
  span["byte_start"] = lo.byte_offset;
  span["byte_end"] = hi.byte_offset;
  span["line_start"] = lo.line;
  span["line_end"] = hi.line;
  span["column_start"] = lo.column;
  span["column_end"] = hi.column;
  span["is_primary"] = label.primary;
  span["label"] = label.text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(label.text);
  return span;
}

std::string render_json(const Diagnostic& d, const SourceMap& map) {
  nlohmann::ordered_json json;
  json["$message_type"] = "diagnostic";
  json["message"] = d.message;
  json["code"] = nullptr;
  if (d.code)
    json["code"] = {{"code", code_name(d.code)}, {"explanation", nullptr}};
  json["level"] = level_name(d.level);
  json["spans"] = nlohmann::ordered_json::array();
  for (const SpanLabel& label : d.labels)
    if (map.lookup(label.span.lo).file)
      json["spans"].push_back(span_json(label, map));
  json["children"] = nlohmann::ordered_json::array();
  for (const SubDiagnostic& child : d.children) {
    nlohmann::ordered_json c = {{"message", child.message}, {"code", nullptr}, {"level", level_name(child.level)}};
    c["spans"] = nlohmann::ordered_json::array();
    if (!child.span.empty())
      c["spans"].push_back(span_json({child.span, "", true}, map));
    json["children"].push_back(c);
  }
  json["rendered"] = render_human(d, map);
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string explain_line(const std::set<std::uint16_t>& codes) {
  if (codes.empty())
    return "";
  if (codes.size() == 1)
    return "For more information about this error, try `rustc --explain " + code_name(*codes.begin()) + "`.\n";
  std::string list;
  for (std::uint16_t code : codes)
    list += (list.empty() ? "" : ", ") + code_name(code);
  return "Some errors have detailed explanations: " + list +
         ".\nFor more information about an error, try `rustc --explain " + code_name(*codes.begin()) + "`.\n";
}

} // namespace

std::string render(const Diagnostic& diagnostic, const SourceMap& map, ErrorFormat format) {
  switch (format) {
  case ErrorFormat::kHuman:
    return render_human(diagnostic, map);
  case ErrorFormat::kJson:
    return render_json(diagnostic, map);
  case ErrorFormat::kShort:
    return render_short(diagnostic, map);
  }
  return {};
}

std::string render_all(std::vector<Diagnostic> diagnostics, const SourceMap& map, ErrorFormat format) {
  sort_diagnostics(diagnostics);
  std::string out;
  std::set<std::uint16_t> codes;
  std::size_t errors = 0;
  for (const Diagnostic& d : diagnostics) {
    out += render(d, map, format);
    if (d.level != Level::kError)
      continue;
    ++errors;
    if (d.code)
      codes.insert(d.code);
  }
  if (errors == 0)
    return out;
  Diagnostic closing;
  closing.message = errors == 1 ? "aborting due to 1 previous error"
                                : "aborting due to " + std::to_string(errors) + " previous errors";
  out += render(closing, map, format);
  if (format == ErrorFormat::kHuman)
    out += explain_line(codes);
  return out;
}

} // namespace minirc
