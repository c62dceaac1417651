#include "reports/reader/json_cursor.h"

#include <algorithm>
#include <string_view>

#include "reports/reader/input_error.h"
#include "reports/reader/mapped_file.h"

namespace paraudit::reports {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;

std::string position_of(std::string_view text, std::size_t byte) {
  std::string_view before = text.substr(0, std::min(byte ? byte - 1 : 0, text.size()));
  std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  std::size_t last = before.rfind('\n');
  std::size_t column = 1 + (last == std::string_view::npos ? before.size() : before.size() - last - 1);
  return std::to_string(line) + ":" + std::to_string(column);
}

// nlohmann's message without its "[json.exception...] parse error at line 1, column 2: " head.
std::string reason_of(const json::parse_error& error) {
  std::string what = error.what();
  std::size_t colon = what.find(": ");
  return colon == std::string::npos ? what : what.substr(colon + 2);
}

// Where the number stands that nlohmann's message quotes: "... parsing '1e999'".
std::size_t byte_of_number(const json::out_of_range& error, std::string_view text) {
  std::string_view what = error.what();
  std::size_t first = what.find('\''), last = what.rfind('\'');
  std::size_t at = first == last ? std::string_view::npos : text.find(what.substr(first + 1, last - first - 1));
  return at == std::string_view::npos ? 0 : at + 1;
}

} // namespace

bool JsonCursor::has(const char* name) const {
  expect_object();
  return value_.contains(name);
}

void JsonCursor::expect_object() const {
  if (!value_.is_object())
    fail(std::string("expected an object, found ") + value_.type_name());
}

JsonCursor JsonCursor::member(const char* name) const {
  expect_object();
  auto it = value_.find(name);
  if (it == value_.end())
    fail(std::string("has no member \"") + name + "\"");
  return {file_, *it, path_ + "/" + name};
}

void JsonCursor::require(std::initializer_list<const char*> names) const {
  for (const char* name : names)
    member(name);
}

void JsonCursor::fail(const std::string& message) const {
  throw InputError(file_, "at " + (path_.empty() ? std::string("/") : path_) + ": " + message);
}

void JsonCursor::wrong_type(const char* name, const char* expected, const json& found) const {
  JsonCursor(file_, found, path_ + "/" + name)
      .fail(std::string("expected ") + expected + ", found " + found.type_name());
}

std::string JsonCursor::text(const char* name) const {
  JsonCursor found = member(name);
  if (!found.value().is_string())
    wrong_type(name, "a string", found.value());
  return found.value().get<std::string>();
}

std::string JsonCursor::text_or(const char* name, const std::string& fallback) const {
  return has(name) && !value_[name].is_null() ? text(name) : fallback;
}

std::uint64_t JsonCursor::number_or(const char* name, std::uint64_t fallback) const {
  if (!has(name) || value_[name].is_null())
    return fallback;
  if (!value_[name].is_number_unsigned())
    wrong_type(name, "a whole number of at least 0", value_[name]);
  return value_[name].get<std::uint64_t>();
}

bool JsonCursor::flag_or(const char* name, bool fallback) const {
  if (!has(name) || value_[name].is_null())
    return fallback;
  if (!value_[name].is_boolean())
    wrong_type(name, "true or false", value_[name]);
  return value_[name].get<bool>();
}

std::vector<JsonCursor> JsonCursor::items(const char* name) const {
  std::vector<JsonCursor> list;
  if (!has(name) || value_[name].is_null())
    return list;
  const json& array = value_[name];
  if (!array.is_array())
    wrong_type(name, "a list", array);
  for (std::size_t i = 0; i < array.size(); ++i)
    list.emplace_back(file_, array[i], path_ + "/" + name + "/" + std::to_string(i));
  return list;
}

std::vector<std::string> JsonCursor::texts(const char* name) const {
  std::vector<std::string> list;
  for (const JsonCursor& item : items(name)) {
    if (!item.value().is_string())
      item.fail(std::string("expected a string, found ") + item.value().type_name());
    list.push_back(item.value().get<std::string>());
  }
  return list;
}

json parse_json_file(const std::string& path) {
  MappedFile file(path);
  std::string_view text(reinterpret_cast<const char*>(file.bytes().data()), file.bytes().size());
  if (text.empty())
    throw InputError(path, "the file is empty");
  auto check_depth = [&](int depth, json::parse_event_t, json&) {
    if (depth > kMaxDepth)
      throw InputError(path, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    return true;
  };
  try {
    return json::parse(text.begin(), text.end(), check_depth);
  } catch (const json::parse_error& error) {
    throw InputError(path + ":" + position_of(text, error.byte), "not valid JSON: " + reason_of(error));
  } catch (const json::out_of_range& error) {
    throw InputError(path + ":" + position_of(text, byte_of_number(error, text)), "a number is too large");
  }
}

} // namespace paraudit::reports
