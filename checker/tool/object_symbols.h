// Symbols of writable data in object files, archives, executables: the oracle that the inventory is held against.
//
// Reads ELF through LLVM's object library, whose headers stay in the .cpp. Thread-safety: free function without
// state. Errors: a message that names the file. `.data.rel.ro` does not count: only the loader writes there.
#ifndef PARAUDIT_CHECKER_TOOL_OBJECT_SYMBOLS_H
#define PARAUDIT_CHECKER_TOOL_OBJECT_SYMBOLS_H

#include "checker/facts/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace paraudit::tool {

struct WritableSymbol {
  std::string name;
  std::string demangled;
  std::string object;
  std::string section;
  uint64_t size = 0;
};

facts::Result<std::vector<WritableSymbol>> writable_symbols(const std::string& path);

} // namespace paraudit::tool

#endif
