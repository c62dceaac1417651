// Reads values out of a YamlValue and complains with file, line and column, naming what was expected.
//
// Thread-safety: a view; file name and value must outlive it. Errors: formats::LocatedError.
#ifndef PARAUDIT_FORMATS_YAML_YAML_READER_H
#define PARAUDIT_FORMATS_YAML_YAML_READER_H

#include <initializer_list>
#include <string>
#include <vector>

#include "formats/yaml/yaml_value.h"

namespace paraudit::formats {

class YamlReader {
 public:
  // `what` is what messages call the value: "'guard'", "an entry of 'state'".
  YamlReader(const std::string& file, const YamlValue& value, std::string what)
      : file_(file), value_(value), what_(std::move(what)) {}

  const YamlValue& value() const { return value_; }
  // LocatedError unless this is a map with these names only; the nearest name is suggested.
  void expect_map(std::initializer_list<const char*> names) const;
  bool has(const char* name) const;          // and it is not null
  YamlReader member(const char* name) const; // LocatedError where it is missing
  std::string text() const;
  std::string text_or(const char* name, const std::string& fallback) const;
  double number() const; // finite
  bool flag() const;
  std::vector<YamlReader> items() const;                     // LocatedError unless it is a list
  std::vector<YamlReader> items_of(const char* name) const;  // a missing or null member is empty
  std::vector<std::string> texts_of(const char* name) const; // a text alone is a list of one
  // One of `names`; else LocatedError with the nearest.
  std::size_t choice(const std::vector<std::string>& names) const;
  [[noreturn]] void fail(const std::string& message) const;

 private:
  const std::string& file_;
  const YamlValue& value_;
  std::string what_;
};

// The name with the smallest edit distance, where that is small; else "".
std::string nearest_of(const std::string& word, const std::vector<std::string>& names);

} // namespace paraudit::formats

#endif
