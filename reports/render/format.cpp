#include "reports/render/format.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "reports/analysis/verdict.h"

namespace paraudit::reports {
namespace {

constexpr const char* kReplacement = "\xef\xbf\xbd";

// Length of the valid UTF-8 sequence at `at`, 0 when there is none (RFC 3629: no overlong forms, no surrogates).
std::size_t sequence_length(const std::string& text, std::size_t at) {
  auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  unsigned first = byte(at);
  if (first < 0x80)
    return 1;
  std::size_t length = first >= 0xf0 && first <= 0xf4  ? 4
                       : first >= 0xe0 && first < 0xf0 ? 3
                       : first >= 0xc2 && first < 0xe0 ? 2
                                                       : 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80)
      return 0;
  unsigned second = byte(at + 1);
  bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

std::size_t character_count(const std::string& text) {
  std::size_t count = 0;
  for (char byte : text)
    count += !is_continuation(byte);
  return count;
}

// Byte position of the character with this index.
std::size_t position_of(const std::string& text, std::size_t character) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_continuation(text[i]) && seen++ == character)
      return i;
  return text.size();
}

} // namespace

std::string duration_text(Ns ns) {
  static constexpr std::array<const char*, 4> kUnits = {"ns", "us", "ms", "s"};
  auto value = static_cast<double>(ns);
  std::size_t unit = 0;
  for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit)
    value /= 1000;
  char text[48];
  std::snprintf(text, sizeof text, value < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", value, kUnits[unit]);
  return text;
}

std::string duration_text(const std::optional<Ns>& ns) {
  return ns ? duration_text(*ns) : "-";
}

std::string count_text(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3)
    digits.insert(at - 3, ",");
  return digits;
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  return share_text(whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole));
}

std::string share_text(double share) {
  if (share <= 0)
    return "0 %";
  share *= 100;
  char text[32];
  std::snprintf(text, sizeof text, share < 0.01 ? "<0.01 %%" : share < 10 ? "%.2f %%" : "%.1f %%", share);
  return text;
}

std::string synchronization_text(const std::string& synchronization) {
  if (synchronization == "none")
    return "unsynchronised";
  return synchronization.empty() ? "not classified" : synchronization;
}

std::string guard_text(const SharedState& state) {
  if (state.guard.empty())
    return synchronization_text(state.synchronization);
  std::size_t held = 0, all = 0;
  for (const StaticAccess& access : state.accesses)
    if (access.is_parallel) {
      ++all;
      held += static_cast<std::size_t>(std::count(access.held.begin(), access.held.end(), state.guard));
    }
  std::string text = state.synchronization + " by " + state.guard;
  if (all != 0)
    text += ", held at " + std::to_string(held) + " of " + counted(all, "access", "accesses");
  return text;
}

std::string limit_text(const PredictedTime& time) {
  if (time.limit == "lock")
    return "waiting for " + (time.lock.empty() ? std::string("locks") : time.lock);
  if (time.limit == "critical_path")
    return "its longest chain of tasks";
  return time.limit == "tasks" ? "too few tasks at a time" : "nothing yet: the workers are busy";
}

std::string change_text(const WhatIf& what) {
  if (what.change == "shard")
    return "divided into " + what.detail;
  if (what.change == "reader_writer")
    return "a reader/writer lock, " + what.detail;
  if (what.change == "freeze")
    return "frozen: " + what.detail;
  return what.change == "worker_local" ? "worker-local: " + what.detail : what.detail;
}

std::string place_text(const std::string& file, std::uint32_t line) {
  if (file.empty())
    return "(not recorded)";
  return line ? file + ":" + std::to_string(line) : file;
}

std::string clean_text(const std::string& text) {
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = sequence_length(text, at);
    if (length == 0) {
      clean += kReplacement;
      ++at;
      continue;
    }
    bool control = length == 1 && (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7f);
    clean += control ? " " : text.substr(at, length);
    at += length;
  }
  return clean;
}

std::string cut_text(const std::string& text, std::size_t width) {
  std::size_t count = character_count(text);
  if (count <= width || width < 5)
    return text;
  std::size_t head = (width - 3) / 2, tail = width - 3 - head;
  return text.substr(0, position_of(text, head)) + "..." + text.substr(position_of(text, count - tail));
}

} // namespace paraudit::reports
