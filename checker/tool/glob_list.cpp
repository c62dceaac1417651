#include "checker/tool/glob_list.h"

#include <algorithm>
#include <numeric>

namespace paraudit::tool {
namespace {

std::string_view trim(std::string_view text) {
  size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) {
    return "";
  }
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

} // namespace

GlobList::GlobList(std::string_view list) {
  while (!list.empty()) {
    size_t comma = std::min(list.find(','), list.size());
    std::string_view glob = trim(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
    if (glob.empty()) {
      continue;
    }
    bool excludes = glob.front() == '-';
    globs_.push_back({std::string(excludes ? trim(glob.substr(1)) : glob), excludes});
  }
}

bool GlobList::contains(std::string_view name) const {
  auto match =
      std::find_if(globs_.rbegin(), globs_.rend(), [&](const Glob& glob) { return glob_matches(glob.pattern, name); });
  return match != globs_.rend() && !match->excludes;
}

// Greedy with one backtrack point: the last '*' seen. Linear for one star, quadratic at worst.
bool glob_matches(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
  std::string best;
  size_t best_distance = name.size() / 2 + 1;
  for (const std::string& candidate : candidates) {
    // The common prefix is often left out, so both spellings are tried.
    size_t distance = edit_distance(name, candidate);
    if (candidate.starts_with("paraudit-")) {
      distance = std::min(distance, edit_distance(name, candidate.substr(9)));
    }
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

} // namespace paraudit::tool
