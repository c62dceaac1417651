// Shows the wait-for graphs that recorded processes print when they hang once more, with source lines, while the run
// goes on: the process itself can only name places as module+offset. `paraudit-trace waits`, beside this program, knows
// the lines; where it is not installed nothing is shown.
//
// Errors: none; a graph that cannot be shown is skipped.
#ifndef PARAUDIT_INSTRUMENT_RECORD_WAIT_GRAPHS_H
#define PARAUDIT_INSTRUMENT_RECORD_WAIT_GRAPHS_H

#include <filesystem>
#include <set>

namespace paraudit::record {

class WaitGraphs {
 public:
  /// `directory`: of the whole run.
  explicit WaitGraphs(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// Prints, on standard error, what is new and complete.
  void show_new();
  /// The same when nobody writes any more.
  void show_rest();

 private:
  void show(bool also_young);

  std::filesystem::path directory_;
  std::set<std::filesystem::path> shown_;
};

} // namespace paraudit::record

#endif
