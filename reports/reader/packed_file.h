// Compacted thread files: what `paraudit trace compact` makes of a timeline, 16 bytes a record into 3 to 8, and the way
// back. The records' bytes are stored plane by plane, ticks as differences, then compressed with zstd, in blocks.
//
// Layout (little-endian): a paraudit_packed_header; then blocks, each a u32 with its compressed size and one zstd
// frame. The first block is the raw file's first `table_bytes` (header page and counters), the others are
// PARAUDIT_PACKED_BLOCK records each, the last one fewer. What follows the records in the raw file is zeros.
//
// Thread-safety: none needed. Cost: about 100 MB/s to pack, 400 MB/s to unpack. Errors: InputError with file and
// offset; a file that claims to hold out of proportion more than its size is damaged, so that memory stays bounded.
#ifndef PARAUDIT_REPORTS_READER_PACKED_FILE_H
#define PARAUDIT_REPORTS_READER_PACKED_FILE_H

#include <cstdint>
#include <string>

#include "reports/reader/mapped_file.h"

namespace paraudit::reports {

bool is_packed(const MappedFile& file);

// The raw file, in memory; its path is the packed one's.
MappedFile unpack(const MappedFile& packed);

// The bytes of the packed file. `raw` must be a thread file that ThreadTrace::read accepts.
std::string pack(const MappedFile& raw);

} // namespace paraudit::reports

#endif
