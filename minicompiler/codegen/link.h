// The one link step: objects in memory -> an executable's bytes, by lld inside this process.
//
// Thread-safety: lld has state of its own; one call at a time per process (asserted). Cost: a few milliseconds plus
// lld's own threads. The result depends on the objects and their order alone, never on `threads`. Inputs never touch
// the disk (memfd). Errors: `error` holds lld's messages, or what is missing on this system.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_LINK_H
#define PARAUDIT_MINICOMPILER_CODEGEN_LINK_H

#include <string>
#include <string_view>
#include <vector>

namespace minirc::codegen {

struct LinkInput {
  std::string name; // for messages
  std::string_view bytes;
};

struct LinkResult {
  std::string executable;
  std::string error; // empty on success
};

// Links `objects` with the run-time support and libc into a position-independent executable.
LinkResult link_executable(const std::vector<LinkInput>& objects, unsigned threads);

} // namespace minirc::codegen

#endif
