#include "minicompiler/source/source_map.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace minirc {
namespace {

std::vector<std::uint32_t> find_line_starts(const std::string& text) {
  std::vector<std::uint32_t> starts{0};
  const char* begin = text.data();
  const char* end = begin + text.size();
  for (const char* at = begin; (at = static_cast<const char*>(std::memchr(at, '\n', end - at))); ++at)
    starts.push_back(static_cast<std::uint32_t>(at + 1 - begin));
  return starts;
}

// The length of the UTF-8 sequence that starts at text[at], or 0 when it is malformed.
std::size_t utf8_length(const std::string& text, std::size_t at) {
  auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  auto continues = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  unsigned first = byte(at);
  if (first < 0x80)
    return 1;
  if (first >= 0xC2 && first <= 0xDF)
    return continues(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return byte(at + 1) >= low && byte(at + 1) <= high && continues(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return byte(at + 1) >= low && byte(at + 1) <= high && continues(at + 2) && continues(at + 3) ? 4 : 0;
  }
  return 0;
}

std::size_t find_bad_utf8(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t length = utf8_length(text, at);
    if (length == 0)
      return at;
    at += length;
  }
  return std::string::npos;
}

// CR LF is LF, also inside literals.
void unify_line_ends(std::string& text) {
  std::size_t to = 0;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (text[at] != '\r' || at + 1 == text.size() || text[at + 1] != '\n')
      text[to++] = text[at];
  text.resize(to);
}

bool read_all(int fd, std::string& text) {
  struct stat info;
  if (fstat(fd, &info) == 0 && info.st_size > 0)
    text.reserve(static_cast<std::size_t>(info.st_size) + 1);
  char buffer[64 * 1024];
  for (;;) {
    ssize_t got = read(fd, buffer, sizeof buffer);
    if (got == 0)
      return true;
    if (got < 0 && errno != EINTR)
      return false;
    if (got > 0)
      text.append(buffer, static_cast<std::size_t>(got));
  }
}

} // namespace

const SourceFile* SourceMap::add(std::string path, std::string text) {
  // One position past the end belongs to the file too: the end of file is a place for messages.
  std::uint64_t next = static_cast<std::uint64_t>(next_base_) + text.size() + 1;
  if (next > 0xffffffffu)
    return nullptr;
  auto file = std::make_unique<SourceFile>();
  file->path = std::move(path);
  file->text = std::move(text);
  file->base = next_base_;
  file->line_starts = find_line_starts(file->text);
  next_base_ = static_cast<std::uint32_t>(next);
  files_.push_back(std::move(file));
  return files_.back().get();
}

const SourceFile* SourceMap::file_of(std::uint32_t position) const {
  auto after = std::upper_bound(files_.begin(), files_.end(), position,
                                [](std::uint32_t p, const auto& file) { return p < file->base; });
  return after == files_.begin() ? nullptr : std::prev(after)->get();
}

Location SourceMap::lookup(std::uint32_t position) const {
  const SourceFile* file = position == 0 ? nullptr : file_of(position);
  if (!file)
    return {};
  std::uint32_t offset = std::min<std::uint32_t>(position - file->base, static_cast<std::uint32_t>(file->text.size()));
  auto after = std::upper_bound(file->line_starts.begin(), file->line_starts.end(), offset);
  auto line = static_cast<std::uint32_t>(after - file->line_starts.begin());
  std::uint32_t column = 1;
  for (std::uint32_t at = file->line_starts[line - 1]; at < offset; ++at)
    if ((static_cast<unsigned char>(file->text[at]) & 0xC0) != 0x80)
      ++column;
  return {file, line, column, offset};
}

std::string_view SourceMap::line_text(const SourceFile& file, std::uint32_t line) const {
  if (line == 0 || line > file.line_starts.size())
    return {};
  std::size_t begin = file.line_starts[line - 1];
  std::size_t end = line < file.line_starts.size() ? file.line_starts[line] - 1 : file.text.size();
  if (end > begin && file.text[end - 1] == '\r')
    --end;
  return std::string_view(file.text).substr(begin, end - begin);
}

std::string_view SourceMap::text(Span span) const {
  const SourceFile* file = span.lo == 0 ? nullptr : file_of(span.lo);
  if (!file || span.hi < span.lo || span.hi - file->base > file->text.size())
    return {};
  return std::string_view(file->text).substr(span.lo - file->base, span.hi - span.lo);
}

std::uint64_t SourceMap::total_lines() const {
  std::uint64_t lines = 0;
  for (const auto& file : files_)
    lines += file->line_starts.size() - (file->text.empty() || file->text.back() == '\n' ? 1 : 0);
  return lines;
}

ReadResult read_source(const std::string& path) {
  ReadResult result;
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    result.missing = errno == ENOENT || errno == ENOTDIR;
    result.error = std::strerror(errno);
    return result;
  }
  if (!read_all(fd, result.text))
    result.error = std::strerror(errno);
  close(fd);
  if (!result.error.empty())
    return result;
  if (result.text.compare(0, 3, "\xEF\xBB\xBF") == 0)
    result.text.erase(0, 3);
  result.bad_offset = find_bad_utf8(result.text);
  if (result.text.find('\r') != std::string::npos)
    unify_line_ends(result.text);
  if (result.bad_offset != std::string::npos)
    result.error = "stream did not contain valid UTF-8";
  return result;
}

} // namespace minirc
