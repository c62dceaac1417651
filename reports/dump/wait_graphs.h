// What the watchdog and the abort mode wrote beside a trace, with source lines: a hung process can only name places
// that have no static site as module+offset.
//
// Cost: as symbolizer.h. Places that cannot be resolved stay as they are, and `notes` says why. Of inlined frames the
// innermost that lies in no system header is shown.
#ifndef PARAUDIT_REPORTS_DUMP_WAIT_GRAPHS_H
#define PARAUDIT_REPORTS_DUMP_WAIT_GRAPHS_H

#include <filesystem>
#include <string>
#include <vector>

#include "reports/reader/trace.h"

namespace paraudit::reports {

// waits-1.txt, waits-2.txt, ..., cycle.txt of one process, in this order.
std::vector<std::filesystem::path> wait_graphs_in(const std::filesystem::path& process_directory);

std::string with_source_lines(const std::string& text, const ProcessTrace& trace, std::vector<std::string>& notes);

} // namespace paraudit::reports

#endif
