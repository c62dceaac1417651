// The pool on plain threads: a wait blocks its thread, and its place as worker goes to another thread.
//
// The place (the worker index) is what is scarce, not the thread: a thread that blocks gives its place up, a spare
// thread (made when there is none) takes it, and a woken thread goes on once a place is free; woken threads come before
// queued tasks. So blocked workers never starve queued tasks, however many block, and at most `workers` tasks run at
// once. Not on oneTBB: an arena's slot cannot be handed over while its thread blocks, so that n blocked workers would
// end it. It has another use: every instruction of it is visible to ThreadSanitizer, as Debian's libtbb is not.
#include "runtime/parallel/executor.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runtime/abi/hooks.h"
#include "runtime/parallel/jobserver.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool_core.h"

namespace paraudit::detail {

namespace {

constexpr unsigned kNoPlace = ~0u;

// A thread that needs a place: a spare one, or one whose wait is over.
struct Seat {
  std::condition_variable given;
  unsigned place = kNoPlace;
  bool woken = false;   // the wait is over
  bool gave_up = false; // the place is given up
};

struct Worker {
  std::uint64_t token; // the recorder's
  std::thread thread;
};

class ThreadExecutor final : public Executor {
 public:
  ThreadExecutor(unsigned workers, Jobserver* jobserver)
      : workers_(workers), jobserver_(jobserver), tokens_(workers, Jobserver::Token::kNone) {
    for (unsigned index = workers; index-- > 0;) {
      free_places_.push_back(index);
    }
  }

  void start(PoolCore& pool) override { pool_ = &pool; }

  void submit(Task& task) override {
    std::lock_guard lock(mutex_);
    // Own children last in, first out, as a worker's deque; roots go behind everything.
    if (current_worker().registry == pool_->registry().get()) {
      queue_.push_back(&task);
    } else {
      queue_.push_front(&task);
    }
    hand_out_places();
  }

  void park(Waiter& waiter, Publish publish) override {
    Seat seat;
    unsigned place = current_worker().index;
    waiter.parker = &seat;
    if (!publish(waiter)) {
      return;
    }
    pool_->note_parked();
    std::unique_lock lock(mutex_);
    if (!seat.woken) {
      seat.gave_up = true;
      ++waiting_;
      give_back(place);
      hand_out_places();
      seat.given.wait(lock, [&] { return seat.place != kNoPlace; });
      --waiting_;
      place = seat.place;
      get_token(lock, place);
    }
    lock.unlock();
    set_current_worker(pool_->slot(place));
  }

  void unpark(Waiter& waiter) override {
    std::lock_guard lock(mutex_);
    auto& seat = *static_cast<Seat*>(waiter.parker);
    seat.woken = true;
    if (seat.gave_up) {
      woken_.push_back(&seat);
      hand_out_places();
    }
  }

  std::size_t inline_stack_limit() const override { return std::size_t{2} << 20; }

  void shutdown() override {
    begin_bypass(); // threads that wait for a token to run tasks that are gone
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return queue_.empty() && waiting_ == 0 && free_places_.size() == workers_; });
    stopping_ = true;
    for (Seat* spare : spare_) {
      spare->given.notify_one();
    }
    std::vector<Worker> threads = std::move(threads_);
    lock.unlock();
    for (Worker& worker : threads) {
      worker.thread.join();
      paraudit_thread_joined(worker.token);
    }
    end_bypass();
  }

  void begin_bypass() override {
    if (jobserver_) {
      jobserver_->begin_bypass();
    }
  }
  void end_bypass() override {
    if (jobserver_) {
      jobserver_->end_bypass();
    }
  }

 private:
  void hand_out_places() {
    while (!free_places_.empty() && !woken_.empty()) {
      give_place(*woken_.front());
      woken_.pop_front();
    }
    // One place per queued task, and one thread per place.
    std::size_t wanted = queue_.size() > starting_ ? queue_.size() - starting_ : 0;
    for (; wanted > 0 && !free_places_.empty(); --wanted) {
      ++starting_;
      if (spare_.empty()) {
        start_thread();
      } else {
        Seat* seat = spare_.back();
        spare_.pop_back();
        give_place(*seat);
      }
    }
  }

  void give_place(Seat& seat) {
    seat.place = free_places_.back();
    free_places_.pop_back();
    seat.given.notify_one();
  }

  void give_back(unsigned place) {
    if (jobserver_) {
      jobserver_->release(std::exchange(tokens_[place], Jobserver::Token::kNone));
    }
    free_places_.push_back(place);
  }

  // Whoever gets a place needs a token to use it.
  void get_token(std::unique_lock<std::mutex>& lock, unsigned place) {
    if (jobserver_) {
      lock.unlock();
      Jobserver::Token token = jobserver_->acquire();
      lock.lock();
      tokens_[place] = token;
    }
  }

  void start_thread() {
    unsigned place = free_places_.back();
    free_places_.pop_back();
    try {
      std::uint64_t token = paraudit_thread_create();
      threads_.push_back({token, std::thread([this, place, token] {
                            paraudit_thread_start(token);
                            paraudit_thread_name("pool worker");
                            work(place);
                          })});
    } catch (const std::system_error& error) {
      std::string message = "the pool cannot start another thread, " + std::to_string(threads_.size()) +
                            " run; too many tasks wait at once: " + error.what();
      fail(message.c_str(), std::source_location::current());
    }
  }

  // A thread's life: works while it has a place, waits for one while it has none.
  void work(unsigned place) {
    std::unique_lock lock(mutex_);
    for (;;) {
      get_token(lock, place);
      --starting_;
      place = run_tasks(lock, place);
      give_back(place);
      hand_out_places();
      if (free_places_.size() == workers_) {
        idle_.notify_one();
      }
      Seat seat;
      spare_.push_back(&seat);
      seat.given.wait(lock, [&] { return seat.place != kNoPlace || stopping_; });
      if (seat.place == kNoPlace) {
        return; // stopping; nobody looks at spare_ any more
      }
      place = seat.place;
    }
  }

  // Returns the place that it has at the end: waits inside of tasks change it.
  unsigned run_tasks(std::unique_lock<std::mutex>& lock, unsigned place) {
    while (!queue_.empty() && woken_.empty()) {
      Task* task = queue_.back();
      queue_.pop_back();
      lock.unlock();
      pool_->run_queued(*task, place);
      place = current_worker().index;
      lock.lock();
    }
    return place;
  }

  PoolCore* pool_ = nullptr;
  unsigned workers_;
  Jobserver* jobserver_;
  std::vector<Jobserver::Token> tokens_; // by place
  std::mutex mutex_;
  std::condition_variable idle_;
  std::deque<Task*> queue_;
  std::deque<Seat*> woken_;
  std::vector<Seat*> spare_;
  std::vector<unsigned> free_places_;
  std::vector<Worker> threads_;
  std::size_t waiting_ = 0;  // threads that gave their place up
  std::size_t starting_ = 0; // threads that were given a place and have not looked at the queue yet
  bool stopping_ = false;
};

} // namespace

std::unique_ptr<Executor> make_thread_executor(unsigned workers, Jobserver* jobserver) {
  return std::make_unique<ThreadExecutor>(workers, jobserver);
}

} // namespace paraudit::detail
