// YAML as plain data that knows where each value stands, for the files that people write: ledger, budget.
//
// The subset is what such files need: one document, block or flow collections, texts, no anchors, aliases or tags;
// a name may stand only once in a map. Thread-safety: plain data; parsing is pure.
// Errors: formats::LocatedError with line and column. Limits: 16 MiB, 32 levels, 200,000 values.
#ifndef PARAUDIT_FORMATS_YAML_YAML_VALUE_H
#define PARAUDIT_FORMATS_YAML_YAML_VALUE_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::formats {

struct YamlMember;

struct YamlValue {
  enum class Kind { kNull, kText, kList, kMap };
  Kind kind = Kind::kNull;
  std::string text;
  bool is_plain = false; // of a text: not quoted
  bool is_flow = false;  // of a list or map: [..] or {..}
  std::uint32_t line = 1, column = 1;
  std::vector<YamlValue> items;    // of a list
  std::vector<YamlMember> members; // of a map, in the order of the file
  const YamlMember* find(std::string_view name) const;
};

struct YamlMember {
  std::string name;
  std::uint32_t line = 1, column = 1;
  YamlValue value;
};

// `file` is for messages only. An empty document is a null.
YamlValue parse_yaml(const std::string& file, const std::string& text);

// The whole file; LocatedError with the system's reason where it cannot be read.
std::string read_text_file(const std::string& path);

} // namespace paraudit::formats

#endif
