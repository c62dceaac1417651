// What the process of one unit may take: a unit that takes more fails, and the others go on.
//
// Thread-safety: for processes of one thread, before a unit begins. Limits: processor time of the process so far counts
// as used; under AddressSanitizer, whose shadow is larger than any machine, memory is not limited.
#ifndef PARAUDIT_CHECKER_TOOL_LIMITS_H
#define PARAUDIT_CHECKER_TOOL_LIMITS_H

#include <cstdint>
#include <string>

namespace paraudit::tool {

struct Limits {
  std::uint64_t seconds = 600; // of processor time
  std::uint64_t mebibytes = 0; // of address space; 0: what default_memory() says
};

// A share of this machine's memory for each of `jobs` processes.
std::uint64_t default_memory(unsigned jobs);

void limit_this_process(const Limits& limits, unsigned jobs);

// What to do about a process that ended as `failure` says, where a limit may be why; else "".
std::string advice_on_limits(const std::string& failure);

} // namespace paraudit::tool

#endif
