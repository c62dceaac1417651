// A place inside a parsed JSON document that knows its own path, so that every complaint names it. Missing optional
// members read as their default; a member of the wrong type is an InputError.
//
// Thread-safety: a view; the document must outlive it.
#ifndef PARAUDIT_REPORTS_READER_JSON_CURSOR_H
#define PARAUDIT_REPORTS_READER_JSON_CURSOR_H

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace paraudit::reports {

class JsonCursor {
 public:
  JsonCursor(const std::string& file, const nlohmann::json& value, std::string path = "")
      : file_(file), value_(value), path_(std::move(path)) {}

  const nlohmann::json& value() const { return value_; }
  bool has(const char* name) const;          // as all that follow: InputError where this is no object
  JsonCursor member(const char* name) const; // InputError when it is missing
  void require(std::initializer_list<const char*> names) const; // InputError where a member is missing
  std::string text(const char* name) const;                     // required
  std::string text_or(const char* name, const std::string& fallback) const;
  std::uint64_t number_or(const char* name, std::uint64_t fallback) const;
  bool flag_or(const char* name, bool fallback) const;
  std::vector<JsonCursor> items(const char* name) const; // a missing list is empty
  std::vector<std::string> texts(const char* name) const;
  [[noreturn]] void fail(const std::string& message) const;

 private:
  void expect_object() const;
  [[noreturn]] void wrong_type(const char* name, const char* expected, const nlohmann::json& found) const;

  const std::string& file_;
  const nlohmann::json& value_;
  std::string path_;
};

// Parses a whole file; InputError with line and column when it is no JSON, or nested deeper than 64.
nlohmann::json parse_json_file(const std::string& path);

} // namespace paraudit::reports

#endif
