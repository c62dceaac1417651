// The shared libraries that an ELF program names (DT_NEEDED).
//
// Thread-safety: pure. Errors: none; what cannot be read names no library.
#ifndef PARAUDIT_INSTRUMENT_RECORD_NEEDED_LIBRARIES_H
#define PARAUDIT_INSTRUMENT_RECORD_NEEDED_LIBRARIES_H

#include <string>
#include <vector>

namespace paraudit::record {

std::vector<std::string> needed_libraries(const std::string& program);

} // namespace paraudit::record
#endif
