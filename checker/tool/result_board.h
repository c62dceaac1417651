// Where processes that were forked from one another leave their results for the one that they all come from: memory
// and an unlinked file that all of them share.
//
// Thread-safety: any number of processes; each job is written once. Memory: a few words a job; results are on disk.
// Nothing is left behind, however the processes end. Errors: open() says what cannot be had.
#ifndef PARAUDIT_CHECKER_TOOL_RESULT_BOARD_H
#define PARAUDIT_CHECKER_TOOL_RESULT_BOARD_H

#include "checker/facts/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace paraudit::tool {

class ResultBoard {
 public:
  // For `jobs` results, and processes of which `workers` at a time may work, and as many keep others waiting.
  static facts::Result<std::unique_ptr<ResultBoard>> open(std::size_t jobs, unsigned workers);
  ~ResultBoard();
  ResultBoard(const ResultBoard&) = delete;
  ResultBoard& operator=(const ResultBoard&) = delete;

  // By the process that has the job. False where it cannot be written.
  bool post(std::size_t job, const std::string& result);
  // By any process: something about the job that is no result, for the process that waits for the job's.
  void note(std::size_t job, std::uint32_t note);
  std::optional<std::uint32_t> take_note(std::size_t job);

  // The next job that posted; nothing once every other process has ended. For the one process that called
  // close_input().
  std::optional<std::size_t> wait();
  void close_input();
  std::string result(std::size_t job) const;

  // Permission to work, for a job. Whoever waits for the job's process gives back what it died with.
  bool acquire(std::size_t job, int milliseconds);
  void release(std::size_t job);
  bool try_acquire_server();
  void release_server();

 private:
  struct Slot;
  struct Shared;
  ResultBoard() = default;

  Shared* shared_ = nullptr;
  Slot* slots_ = nullptr;
  std::size_t bytes_ = 0;
  int file_ = -1;
  int ends_[2] = {-1, -1};
};

} // namespace paraudit::tool

#endif
