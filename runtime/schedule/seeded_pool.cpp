#include "runtime/schedule/seeded_pool.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <random>
#include <utility>
#include <vector>

#include "runtime/parallel/executor.h"
#include "runtime/parallel/misuse.h"
#include "runtime/parallel/pool_core.h"
#include "runtime/schedule/fiber.h"
#include "runtime/sync/pins.h"

namespace paraudit {

namespace detail {
namespace {

constexpr unsigned kNoPlace = ~0u;

// A stack with the task that runs on it.
struct Strand {
  explicit Strand(std::function<void()> body) : fiber(std::move(body)) {}

  Fiber fiber;
  Task* task = nullptr;   // to begin with
  Frame* frame = nullptr; // while it does not run
  unsigned place = kNoPlace;
  bool woken = false;
  PinList pins; // while it does not run
};

class SeededExecutor final : public Executor {
 public:
  explicit SeededExecutor(const SeededOptions& options) : random_(options.seed), nest_waits_(options.nest_waits) {
    for (unsigned index = options.workers; index-- > 0;) {
      free_places_.push_back(index);
    }
  }

  void start(PoolCore& pool) override { pool_ = &pool; }

  void submit(Task& task) override {
    queue_.push_back(&task);
    yield_point();
  }

  void park(Waiter& waiter, Publish publish) override {
    Strand& self = *running_;
    self.woken = false;
    waiter.parker = &self;
    if (!publish(waiter)) {
      return;
    }
    pool_->note_parked();
    while (nest_waits_ && !self.woken && !queue_.empty()) {
      pool_->run_queued(*take(queue_), self.place);
    }
    if (!self.woken) {
      free_places_.push_back(std::exchange(self.place, kNoPlace));
      leave();
    }
  }

  void unpark(Waiter& waiter) override {
    auto* strand = static_cast<Strand*>(waiter.parker);
    strand->woken = true;
    if (strand->place == kNoPlace) {
      make_ready(*strand);
    }
    yield_point();
  }

  void yield_point() override {
    if (running_ && random_() % 2 == 0) {
      make_ready(*running_);
      leave();
    }
  }

  bool adopt_handler(const std::function<void()>& body) override {
    handler_ = body;
    return true;
  }

  void wait_outside(Task& task, const std::source_location&) override {
    while (!task.finished()) {
      step();
    }
  }

  void shutdown() override {
    while (!queue_.empty() || strands_.size() != idle_.size()) {
      step();
    }
  }

  std::size_t inline_stack_limit() const override { return Fiber::kStackSize / 8; }
  bool single_threaded() const override { return true; }

 private:
  template <class T> T* take(std::deque<T*>& from) {
    auto at = from.begin() + static_cast<std::ptrdiff_t>(random_() % from.size());
    T* taken = *at;
    from.erase(at);
    return taken;
  }

  // Lets one drawn task run up to its next switch.
  void step() {
    if (handler_) {
      std::exchange(handler_, nullptr)();
      return;
    }
    bool free = !free_places_.empty();
    // Those that need a place are behind those that hold one (make_ready).
    std::size_t can_go_on = free ? ready_.size() : holders_;
    std::size_t can_begin = free ? queue_.size() : 0;
    if (can_go_on + can_begin == 0) {
      fail("the seeded scheduler is stuck: tasks wait, nothing can run, and no deadlock was seen",
           std::source_location::current());
    }
    std::size_t drawn = random_() % (can_go_on + can_begin);
    run(drawn < can_go_on ? go_on(drawn) : begin());
  }

  Strand* go_on(std::size_t index) {
    auto at = ready_.begin() + static_cast<std::ptrdiff_t>(index);
    Strand* strand = *at;
    ready_.erase(at);
    holders_ -= strand->place != kNoPlace;
    return strand;
  }

  void make_ready(Strand& strand) {
    if (strand.place == kNoPlace) {
      ready_.push_back(&strand);
    } else {
      ready_.push_front(&strand);
      ++holders_;
    }
  }

  Strand* begin() {
    if (idle_.empty()) {
      strands_.push_back(std::make_unique<Strand>([this] { live(); }));
      idle_.push_back(strands_.back().get());
    }
    Strand* strand = idle_.back();
    idle_.pop_back();
    strand->task = take(queue_);
    strand->frame = nullptr;
    return strand;
  }

  // A strand's life: one task after the other.
  void live() {
    for (;;) {
      Strand& self = *running_;
      pool_->run_queued(*self.task, self.place);
      free_places_.push_back(std::exchange(self.place, kNoPlace));
      idle_.push_back(&self);
      leave();
    }
  }

  void run(Strand* strand) {
    if (strand->place == kNoPlace) {
      strand->place = free_places_.back();
      free_places_.pop_back();
    }
    Frame* outer_frame = current_frame();
    WorkerSlot outer_worker = current_worker();
    set_current_frame(strand->frame);
    set_current_worker(pool_->slot(strand->place));
    running_ = strand;
    std::swap(thread_pins(), strand->pins);
    strand->fiber.enter();
    std::swap(thread_pins(), strand->pins);
    set_current_frame(outer_frame);
    set_current_worker(outer_worker);
  }

  void leave() {
    Strand* self = std::exchange(running_, nullptr);
    self->frame = current_frame();
    self->fiber.leave();
  }

  PoolCore* pool_ = nullptr;
  std::mt19937_64 random_;
  bool nest_waits_;
  std::deque<Task*> queue_;
  std::deque<Strand*> ready_; // switched away from at a yield point (the first holders_), or woken
  std::size_t holders_ = 0;
  std::vector<Strand*> idle_;
  std::vector<std::unique_ptr<Strand>> strands_;
  std::vector<unsigned> free_places_;
  Strand* running_ = nullptr;
  std::function<void()> handler_;
};

} // namespace
} // namespace detail

std::unique_ptr<WorkerPool> make_seeded_pool(const SeededOptions& options) {
  return std::make_unique<WorkerPool>(options.workers, std::make_unique<detail::SeededExecutor>(options));
}

void schedule_point() {
  if (detail::PoolCore* pool = current_pool()) {
    pool->yield_point();
  }
}

} // namespace paraudit
