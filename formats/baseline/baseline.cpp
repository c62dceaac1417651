#include "formats/baseline/baseline.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "formats/located_error.h"
#include "formats/yaml/yaml_value.h"

namespace paraudit::formats {
namespace {

using Json = nlohmann::json;

constexpr const char* kSchema = "paraudit.baseline";
constexpr int kMaxDepth = 8;

[[noreturn]] void fail(const std::string& path, const std::string& where, const std::string& message) {
  throw LocatedError(path, "at " + where + ": " + message);
}

std::string text_of(const std::string& path, const Json& entry, const std::string& where, const char* name) {
  auto found = entry.find(name);
  if (found == entry.end() || !found->is_string())
    fail(path, where, std::string("needs a text \"") + name + "\"");
  return found->get<std::string>();
}

Json parse(const std::string& path, const std::string& text) {
  auto check_depth = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth)
      throw LocatedError(path, "is no baseline: it is nested deeper than " + std::to_string(kMaxDepth) +
                                   " levels; write one with --update-baseline");
    return true;
  };
  try {
    return Json::parse(text, check_depth);
  } catch (const Json::parse_error& error) {
    std::size_t at = std::min(error.byte ? error.byte - 1 : 0, text.size());
    auto line = static_cast<std::uint32_t>(1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
    std::size_t start = text.rfind('\n', at ? at - 1 : 0);
    start = start == std::string::npos || start >= at ? 0 : start + 1;
    throw LocatedError(path, line, static_cast<std::uint32_t>(at - start + 1),
                       "not valid JSON; write the baseline anew with --update-baseline");
  } catch (const Json::out_of_range&) { // baselines hold no such numbers: where it stands is of no use
    throw LocatedError(path, "a number is too large; write the baseline anew with --update-baseline");
  }
}

void check_head(const std::string& path, const Json& document) {
  if (!document.is_object() || document.value("schema", Json()) != kSchema)
    throw LocatedError(path, "is no baseline: it needs \"schema\": \"paraudit.baseline\"");
  std::string version = text_of(path, document, "/", "version");
  if (version.substr(0, version.find('.')) != "1")
    throw LocatedError(path, "has version " + version + "; this program reads 1.x");
}

} // namespace

bool Baseline::knows(const std::string& fingerprint) const {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const BaselineEntry& entry) { return entry.fingerprint == fingerprint; });
}

std::vector<BaselineEntry> Baseline::stale(const std::set<std::string>& present) const {
  std::vector<BaselineEntry> gone;
  for (const BaselineEntry& entry : entries)
    if (!present.contains(entry.fingerprint))
      gone.push_back(entry);
  return gone;
}

Baseline parse_baseline(const std::string& path, const std::string& text) {
  Json document = parse(path, text);
  check_head(path, document);
  Baseline baseline{path, {}};
  auto findings = document.find("findings");
  if (findings == document.end() || !findings->is_array())
    fail(path, "/findings", "expected a list");
  for (std::size_t i = 0; i < findings->size(); ++i) {
    const Json& entry = (*findings)[i];
    std::string where = "/findings/" + std::to_string(i);
    if (!entry.is_object())
      fail(path, where, "expected an object");
    BaselineEntry known{text_of(path, entry, where, "check"), text_of(path, entry, where, "file"),
                        text_of(path, entry, where, "fingerprint"), text_of(path, entry, where, "message")};
    bool is_hex = known.fingerprint.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (known.fingerprint.size() != 32 || !is_hex)
      fail(path, where, "the fingerprint must be 32 hexadecimal digits");
    baseline.entries.push_back(std::move(known));
  }
  return baseline;
}

Baseline read_baseline(const std::string& path) {
  return parse_baseline(path, read_text_file(path));
}

std::string baseline_text(std::vector<BaselineEntry> entries) {
  std::sort(entries.begin(), entries.end());
  entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
  std::string text = "{\"schema\": \"paraudit.baseline\", \"version\": \"1.0\", \"findings\": [\n";
  for (std::size_t i = 0; i < entries.size(); ++i) {
    nlohmann::ordered_json entry = {{"fingerprint", entries[i].fingerprint},
                                    {"check", entries[i].check},
                                    {"file", entries[i].file},
                                    {"message", entries[i].message}};
    text += entry.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text += i + 1 < entries.size() ? ",\n" : "\n";
  }
  return text + "]}\n";
}

} // namespace paraudit::formats
