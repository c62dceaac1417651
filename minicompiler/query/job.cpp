#include "minicompiler/query/job.h"

#include <algorithm>
#include <unordered_map>

namespace minirc::query {

bool Cycle::contains(JobId id) const {
  return std::find(members.begin(), members.end(), id) != members.end();
}

namespace {

// `from_self` leads from self up to target, each entry depending on the one before.
std::shared_ptr<const Cycle> make_cycle(const std::vector<JobId>& from_self) {
  auto cycle = std::make_shared<Cycle>();
  cycle->members.assign(from_self.rbegin(), from_self.rend());
  std::rotate(cycle->members.begin(), std::min_element(cycle->members.begin(), cycle->members.end()),
              cycle->members.end());
  return cycle;
}

} // namespace

std::shared_ptr<const Cycle> WaitGraph::announce(Job& self, Job& target) {
  auto guard = lock_.lock();
  // Everything that depends on self: whoever called it, whoever waits for it, and so on.
  std::vector<Job*> todo = {&self};
  std::unordered_map<Job*, Job*> reached_from = {{&self, nullptr}};
  while (!todo.empty()) {
    Job* job = todo.back();
    todo.pop_back();
    if (job == &target) {
      std::vector<JobId> path;
      for (Job* at = job; at; at = reached_from[at])
        path.push_back(at->id);
      std::reverse(path.begin(), path.end());
      return make_cycle(path);
    }
    auto visit = [&](Job* next) {
      if (reached_from.emplace(next, job).second)
        todo.push_back(next);
    };
    if (job->parent)
      visit(job->parent);
    for (Job* waiter : job->waiters_)
      visit(waiter);
  }
  target.waiters_.push_back(&self);
  return nullptr;
}

void WaitGraph::waited(Job& self, Job& target) {
  auto guard = lock_.lock();
  target.waiters_.erase(std::find(target.waiters_.begin(), target.waiters_.end(), &self));
}

} // namespace minirc::query
