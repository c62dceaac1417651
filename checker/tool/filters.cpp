#include "checker/tool/filters.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace paraudit::tool {
namespace {

using nlohmann::json;

constexpr const char* kForm = R"(give '[{"name":"file.cpp","lines":[[1,3],[5,7]]},{"name":"file.h"}]')";

facts::Error line_error(const std::string& what) {
  return facts::Error{"--line-filter: " + what + "; " + kForm};
}

bool is_range(const json& range) {
  return range.is_array() && range.size() == 2 && range[0].is_number_unsigned() && range[1].is_number_unsigned() &&
         range[0] <= range[1];
}

} // namespace

facts::Result<std::vector<Filters::Lines>> Filters::parse_lines(const std::string& text) {
  json document;
  try {
    document = json::parse(text);
  } catch (const json::parse_error& error) {
    std::string what = error.what();
    size_t bracket = what.find("] ");
    return line_error("not JSON: " + (bracket == std::string::npos ? what : what.substr(bracket + 2)));
  }
  if (!document.is_array()) {
    return line_error("the outermost value must be an array");
  }
  std::vector<Lines> all;
  for (const json& entry : document) {
    std::string which = "entry " + std::to_string(all.size());
    if (!entry.is_object() || !entry.contains("name") || !entry["name"].is_string() || entry["name"].empty()) {
      return line_error(which + " has no name");
    }
    Lines lines{entry["name"].get<std::string>(), {}};
    json ranges = entry.value("lines", json::array());
    if (!ranges.is_array() || !std::all_of(ranges.begin(), ranges.end(), is_range)) {
      return line_error(which + " has lines that are no ranges");
    }
    for (const json& range : ranges) {
      lines.ranges.emplace_back(range[0].get<std::uint32_t>(), range[1].get<std::uint32_t>());
    }
    all.push_back(std::move(lines));
  }
  return all;
}

facts::Result<Filters> Filters::make(const Config& config, const std::string& line_filter) {
  Filters filters;
  filters.header_text_ = config.header_filter.value_or("");
  filters.exclude_text_ = config.exclude_header_filter.value_or("");
  if (!filters.header_text_.empty()) {
    filters.header_.emplace(filters.header_text_);
  }
  if (!filters.exclude_text_.empty()) {
    filters.exclude_.emplace(filters.exclude_text_);
  }
  if (!line_filter.empty()) {
    facts::Result<std::vector<Lines>> lines = parse_lines(line_filter);
    if (!lines) {
      return facts::Error{lines.error()};
    }
    filters.lines_ = std::move(*lines);
  }
  return filters;
}

void Filters::see_files(std::set<std::string> units, const std::set<std::string>& headers) {
  units_ = std::move(units);
  auto matches_none = [&](const std::regex& expression) {
    return std::none_of(headers.begin(), headers.end(),
                        [&](const std::string& file) { return std::regex_search(file, expression); });
  };
  if (header_ && matches_none(*header_)) {
    unmatched_.push_back("--header-filter='" + header_text_ + "' matches no header");
  }
  if (exclude_ && matches_none(*exclude_)) {
    unmatched_.push_back("--exclude-header-filter='" + exclude_text_ + "' matches no header");
  }
  for (const Lines& lines : lines_.value_or(std::vector<Lines>{})) {
    auto ends = [&](const std::string& file) { return file.ends_with(lines.name); };
    if (std::none_of(units_.begin(), units_.end(), ends) && std::none_of(headers.begin(), headers.end(), ends)) {
      unmatched_.push_back("--line-filter: no file of the program ends in '" + lines.name + "'");
    }
  }
}

bool Filters::passes_lines(const checks::Place& place) const {
  if (!lines_ || lines_->empty()) {
    return true;
  }
  return std::any_of(lines_->begin(), lines_->end(), [&](const Lines& lines) {
    auto holds = [&](const auto& range) { return range.first <= place.line && place.line <= range.second; };
    return place.file.ends_with(lines.name) &&
           (lines.ranges.empty() || std::any_of(lines.ranges.begin(), lines.ranges.end(), holds));
  });
}

bool Filters::passes(const checks::Place& place) const {
  bool is_unit = units_.contains(place.file);
  bool is_wanted_header =
      (!header_ || std::regex_search(place.file, *header_)) && (!exclude_ || !std::regex_search(place.file, *exclude_));
  return (is_unit || is_wanted_header) && passes_lines(place);
}

} // namespace paraudit::tool
