// The build id of an ELF file (its GNU note), and where the debug information of a build id may lie.
//
// Thread-safety: pure. Cost: a mapping of the file. Errors: none; what is no 64-bit ELF file or is damaged has no id.
#ifndef PARAUDIT_REPORTS_READER_BUILD_ID_H
#define PARAUDIT_REPORTS_READER_BUILD_ID_H

#include <string>

namespace paraudit::reports {

// The id's bytes, or empty.
std::string build_id_of_file(const std::string& path);

// `DIRECTORY/.build-id/ab/cdef.debug` of the first of `directories` (separated by colons) that has it, or empty.
std::string find_debug_file(const std::string& build_id, const std::string& directories);

} // namespace paraudit::reports

#endif
