// What competes in a benchmark, and the interleaved rounds that it is measured in.
//
// On a shared machine nanoseconds drift and ratios within a round hold: every round runs one short slice of each
// contender, in an order that is drawn anew (from a fixed seed), so that nobody always follows the same other. All raw
// samples are kept. To be called from one thread.
#ifndef PARAUDIT_RUNTIME_BENCHMARKS_CONTENDER_H
#define PARAUDIT_RUNTIME_BENCHMARKS_CONTENDER_H

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace paraudit::bench {

inline void keep(long& value) {
  asm volatile("" : "+m"(value));
}

struct Contender {
  std::string name;
  std::function<double()> slice; // what a round measures; of locks' costs, nanoseconds per operation
};

// The thread's own processor time: others on the machine, and waits for the disk, do not count.
double thread_ns();
double wall_ns();
// Of this process, file mappings included; 0 when the system does not tell.
double resident_bytes();

// `Operation` is a callable object that one thread calls over and over.
template <class Operation> Contender uncontended(std::string name) {
  constexpr int kSlice = 20000; // about 0.4 ms
  auto operation = std::make_shared<Operation>();
  return {std::move(name), [operation] {
            double start = thread_ns();
            for (int i = 0; i < kSlice; ++i)
              (*operation)();
            return (thread_ns() - start) / kSlice;
          }};
}

// Threads that stay while a benchmark runs, so that their making is not measured. The caller is none of them.
class Team {
 public:
  explicit Team(int threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  // Every thread runs `work`, which goes on until the time is over and returns how often it did its operation.
  // Nanoseconds by operations of all: nobody goes on alone because the others have done their share.
  double run(double milliseconds, const std::function<long(const std::atomic<bool>& over)>& work);

 private:
  void serve();

  std::vector<std::thread> threads_;
  const std::function<long(const std::atomic<bool>&)>* work_ = nullptr; // null: end
  std::atomic<int> round_{0}, running_{0};
  std::atomic<bool> over_{false};
  std::atomic<long> done_{0};
};

// Nanoseconds of wall time per operation of the team together, with a little work between two operations.
template <class Operation> Contender contended(std::string name, std::shared_ptr<Team> team) {
  auto operation = std::make_shared<Operation>();
  return {std::move(name), [operation, team] {
            constexpr double kSlice = 15; // long beside what it takes to wake the team
            constexpr int kWork = 60;
            return team->run(kSlice, [&](const std::atomic<bool>& over) {
              long work = 0, done = 0;
              for (; !over.load(std::memory_order_relaxed); ++done) {
                (*operation)();
                for (int j = 0; j < kWork; ++j)
                  keep(++work);
              }
              return done;
            });
          }};
}

using Samples = std::map<std::string, std::vector<double>>; // by contender, one value a round

// One slice of each that is not counted, then the rounds.
Samples measure(std::vector<Contender>& contenders, int rounds);

// As a JSON object on standard output.
void print(const Samples& samples);

} // namespace paraudit::bench
#endif
