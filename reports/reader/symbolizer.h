// Return addresses to source frames, by running llvm-symbolizer (or addr2line) as a child: the report must not link
// LLVM.
//
// Cost: one child per module for all its addresses. Errors: none; what could not be symbolised stays without frames,
// and `notes` says why. A module whose build id is not what was recorded counts as gone. Debug information that lies
// apart is found by build id below /usr/lib/debug, or in the directories that PARAUDIT_DEBUG_PATH names.
#ifndef PARAUDIT_REPORTS_READER_SYMBOLIZER_H
#define PARAUDIT_REPORTS_READER_SYMBOLIZER_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/reader/trace.h"

namespace paraudit::reports {

struct SourceFrame {
  std::string file, function;
  std::uint32_t line = 0, column = 0;
};

struct Symbolized {
  std::map<std::uint64_t, std::vector<SourceFrame>> frames; // by return address, innermost (inlined) first
  std::vector<std::string> notes;
  std::vector<std::string> rebuilt; // paths of modules that are other files now
};

// Symbolises the return addresses of all sites of the process that have no file of their own.
Symbolized symbolize(const ProcessTrace& trace);

// The module that the return address lies in, or null.
const TraceModule* module_of(const ProcessTrace& trace, std::uint64_t return_address);

// Parses what `llvm-symbolizer -a -f -i -C` and `addr2line -a -f -i -C` print: frames by address (for tests).
std::map<std::uint64_t, std::vector<SourceFrame>> parse_symbolizer_output(const std::string& output);

} // namespace paraudit::reports

#endif
