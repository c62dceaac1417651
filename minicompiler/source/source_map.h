// The files of one crate and the way from a Span back to file, line and column.
//
// Thread-safety: `add` is called by one thread, between the parallel steps of loading; afterwards the map is const and
// read by all. File text is immutable and stable in memory. Cost: `lookup` is a binary search over files, then over
// line starts (computed when the file is added). Limits: 4 GiB of source in all (add reports it); columns count
// characters (Unicode scalar values), from 1, as rustc's do; bytes are kept beside them.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_SOURCE_MAP_H
#define PARAUDIT_MINICOMPILER_SOURCE_SOURCE_MAP_H

#include "minicompiler/source/span.h"
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace minirc {

struct SourceFile {
  std::string path;                       // as it is shown in messages
  std::string text;                       // as read_source gives it
  std::uint32_t base = 0;                 // position of text[0]
  std::vector<std::uint32_t> line_starts; // byte offsets in text; line_starts[0] == 0
};

struct Location {
  const SourceFile* file = nullptr; // null when the position belongs to no file
  std::uint32_t line = 0;           // from 1
  std::uint32_t column = 0;         // from 1, in characters
  std::uint32_t byte_offset = 0;    // in the file
};

class SourceMap {
 public:
  // Adds a file and gives it the next interval of positions. Null when 4 GiB of source would be exceeded.
  const SourceFile* add(std::string path, std::string text);

  Location lookup(std::uint32_t position) const;
  // The text of one line (from 1) without its terminator.
  std::string_view line_text(const SourceFile& file, std::uint32_t line) const;
  // The text of a span; empty when it belongs to no file.
  std::string_view text(Span span) const;
  std::size_t file_count() const { return files_.size(); }
  const SourceFile& file(std::size_t index) const { return *files_[index]; }
  std::uint64_t total_lines() const;

 private:
  const SourceFile* file_of(std::uint32_t position) const;

  std::vector<std::unique_ptr<SourceFile>> files_;
  std::uint32_t next_base_ = 1;
};

// Reads a file for the compiler: removes a UTF-8 byte order mark, makes CR LF to LF, checks that the text is UTF-8. On
// failure `error` says what is wrong ("No such file or directory", "stream did not contain valid UTF-8", with the byte
// offset in `bad_offset` for the latter, else npos).
struct ReadResult {
  std::string text;
  std::string error;
  std::size_t bad_offset = std::string::npos;
  bool missing = false;
};
ReadResult read_source(const std::string& path);

} // namespace minirc

#endif
