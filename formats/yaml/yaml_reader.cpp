#include "formats/yaml/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      std::size_t above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

const char* kind_name(const YamlValue& value) {
  switch (value.kind) {
  case YamlValue::Kind::kNull:
    return "nothing";
  case YamlValue::Kind::kText:
    return "a text";
  case YamlValue::Kind::kList:
    return "a list";
  case YamlValue::Kind::kMap:
    break;
  }
  return "a map";
}

std::string suggestion(const std::string& word, const std::vector<std::string>& names) {
  if (std::string near = nearest_of(word, names); !near.empty())
    return "; did you mean '" + near + "'?";
  std::string all;
  for (const std::string& name : names)
    all += (all.empty() ? "; one of: " : ", ") + name;
  return all;
}

} // namespace

std::string nearest_of(const std::string& word, const std::vector<std::string>& names) {
  std::string best;
  std::size_t best_distance = 0;
  if (word.size() > 64)
    return best;
  for (const std::string& name : names) {
    std::size_t distance = edit_distance(word, name);
    if (distance <= (name.size() < 4 ? 1 : std::max<std::size_t>(2, name.size() / 3)) &&
        (best.empty() || distance < best_distance)) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

void YamlReader::fail(const std::string& message) const {
  throw LocatedError(file_, value_.line, value_.column, what_ + " " + message);
}

void YamlReader::expect_map(std::initializer_list<const char*> names) const {
  if (value_.kind != YamlValue::Kind::kMap)
    fail(std::string("must be a map ('name: value' lines), but is ") + kind_name(value_));
  std::vector<std::string> known(names.begin(), names.end());
  for (const YamlMember& member : value_.members)
    if (std::find(known.begin(), known.end(), member.name) == known.end())
      throw LocatedError(file_, member.line, member.column,
                         what_ + " has no member '" + member.name + "'" + suggestion(member.name, known));
}

bool YamlReader::has(const char* name) const {
  const YamlMember* member = value_.find(name);
  return member && member->value.kind != YamlValue::Kind::kNull;
}

YamlReader YamlReader::member(const char* name) const {
  const YamlMember* member = value_.find(name);
  if (!member)
    fail(std::string("needs a member '") + name + "'");
  return {file_, member->value, std::string("'") + name + "'"};
}

std::string YamlReader::text() const {
  if (value_.kind != YamlValue::Kind::kText)
    fail(std::string("must be a text, but is ") + kind_name(value_));
  std::size_t first = value_.text.find_first_not_of(" \t\r\n"), last = value_.text.find_last_not_of(" \t\r\n");
  if (first == std::string::npos)
    fail("is empty");
  return value_.text.substr(first, last - first + 1);
}

std::string YamlReader::text_or(const char* name, const std::string& fallback) const {
  return has(name) ? member(name).text() : fallback;
}

double YamlReader::number() const {
  std::string digits = text();
  double number = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(number))
    fail("must be a number, but is '" + digits + "'");
  return number;
}

bool YamlReader::flag() const {
  std::string word = text();
  if (word != "true" && word != "false")
    fail("must be true or false, but is '" + word + "'");
  return word == "true";
}

std::vector<YamlReader> YamlReader::items() const {
  if (value_.kind != YamlValue::Kind::kList)
    fail(std::string("must be a list ('- ' lines), but is ") + kind_name(value_));
  std::vector<YamlReader> list;
  for (const YamlValue& item : value_.items)
    list.emplace_back(file_, item, "an entry of " + what_);
  return list;
}

std::vector<YamlReader> YamlReader::items_of(const char* name) const {
  return has(name) ? member(name).items() : std::vector<YamlReader>();
}

std::vector<std::string> YamlReader::texts_of(const char* name) const {
  std::vector<std::string> texts;
  if (has(name) && member(name).value().kind == YamlValue::Kind::kText)
    return {member(name).text()};
  for (const YamlReader& item : items_of(name))
    texts.push_back(item.text());
  return texts;
}

std::size_t YamlReader::choice(const std::vector<std::string>& names) const {
  std::string word = text();
  auto found = std::find(names.begin(), names.end(), word);
  if (found == names.end())
    fail("is '" + word + "'" + suggestion(word, names));
  return static_cast<std::size_t>(found - names.begin());
}

} // namespace paraudit::formats
