// What the pass did to one module and what it left alone, by reason. A plain value.
#ifndef PARAUDIT_INSTRUMENT_PASSES_STATISTICS_H
#define PARAUDIT_INSTRUMENT_PASSES_STATISTICS_H

#include <cstdint>
#include <string>
#include <string_view>

namespace paraudit::instrument {

struct Statistics {
#define PARAUDIT_PASS_COUNTER(name, text) uint64_t name = 0;
#include "instrument/passes/statistics.def"
};

/// For people: one counter a line.
std::string to_text(const Statistics& statistics, std::string_view module);
/// For programs: one line of JSON, `{"module": ..., "instrumented_pthread": ...}`.
std::string to_json_line(const Statistics& statistics, std::string_view module);

/// As PARAUDIT_PASS_STATS asks: nothing when it is unset or empty; text on stderr for `1` or `-`; else a line of JSON
/// is appended to the file it names (one write, so that parallel compilers do not mix their lines). False, with a
/// message on stderr, when that file cannot be written.
bool publish(const Statistics& statistics, std::string_view module, const char* destination);

} // namespace paraudit::instrument
#endif
