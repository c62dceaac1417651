// The directory that a recorded run writes into. Two runs never share one: a directory that holds anything, or that
// another run has begun to record into, is refused, and the default name takes the next free number.
#ifndef PARAUDIT_INSTRUMENT_RECORD_TRACE_DIRECTORY_H
#define PARAUDIT_INSTRUMENT_RECORD_TRACE_DIRECTORY_H

#include <filesystem>
#include <string>

namespace paraudit::record {

class TraceDirectory {
 public:
  /// `wanted` empty: paraudit-trace, paraudit-trace.2, ... in the working directory. Creates it, with parents. Throws
  /// std::runtime_error with what to do when it holds something, is in use, or cannot be created or written.
  explicit TraceDirectory(const std::string& wanted);
  ~TraceDirectory();
  TraceDirectory(const TraceDirectory&) = delete;
  TraceDirectory& operator=(const TraceDirectory&) = delete;

  const std::filesystem::path& shown() const { return shown_; }       ///< as the user named it
  const std::filesystem::path& absolute() const { return absolute_; } ///< children may change directory
  /// How many processes have left a trace so far.
  size_t process_count() const;
  /// Removes it again if this object created it and nothing was written.
  void discard_if_empty() const;

 private:
  std::filesystem::path shown_;
  std::filesystem::path absolute_;
  bool created_ = false;
  int claim_ = -1; // open and locked while this run has the directory
};

} // namespace paraudit::record
#endif
