// Numbers and text for people: durations with a unit, counts with thousands separated, names cut to a width.
//
// Thread-safety: pure.
#ifndef PARAUDIT_REPORTS_RENDER_FORMAT_H
#define PARAUDIT_REPORTS_RENDER_FORMAT_H

#include <cstdint>
#include <optional>
#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

// "12 ns", "3.4 us", "56 ms", "7.8 s".
std::string duration_text(Ns ns);
std::string duration_text(const std::optional<Ns>& ns); // "-" when absent
// "1,234,567".
std::string count_text(std::uint64_t count);
// "12.3 %" of `whole`; "0 %" where it is 0.
std::string share_text(std::uint64_t part, std::uint64_t whole);
std::string share_text(double share); // of 1
// "unsynchronised" for "none", as findings have it; else the same.
std::string synchronization_text(const std::string& synchronization);
// How the sources guard it: "guarded by NAME, held at 3 of 4 accesses" (of those beside which another thread may run),
// or as above.
std::string guard_text(const SharedState& state);
// What a prediction's limit means: "waiting for NAME", "its longest chain of tasks", ...
std::string limit_text(const PredictedTime& time);
// "divided into 8 shards", ...
std::string change_text(const WhatIf& what);
// "file:line", or "(not recorded)".
std::string place_text(const std::string& file, std::uint32_t line);
// Valid UTF-8 without control characters: bad bytes become U+FFFD, controls a space.
std::string clean_text(const std::string& text);
// At most `width` characters (UTF-8 aware); what is cut in the middle is replaced by "...".
std::string cut_text(const std::string& text, std::size_t width);

} // namespace paraudit::reports

#endif
