#include "reports/analysis/object_events.h"

#include "reports/analysis/merge_runs.h"

namespace paraudit::reports {

std::uint32_t ObjectEvents::number_of(std::uint64_t key) {
  if (const std::uint32_t* known = numbers_.find(key))
    return *known;
  auto number = static_cast<std::uint32_t>(objects_.size());
  objects_.emplace_back();
  return numbers_[key] = number;
}

void ObjectEvents::group_waits() {
  for (Object& object : objects_)
    object.end_wait = 0;
  for (const WaitEvent& wait : waits_)
    ++objects_[wait.object].end_wait;
  std::size_t first = 0;
  for (Object& object : objects_) {
    std::size_t count = object.end_wait;
    object.first_wait = object.end_wait = first;
    first += count;
  }
  order_.resize(waits_.size());
  for (std::uint32_t i = 0; i < waits_.size(); ++i)
    order_[objects_[waits_[i].object].end_wait++] = i;
  for (Object& object : objects_)
    merge_runs(order_.data() + object.first_wait, order_.data() + object.end_wait,
               [&](std::uint32_t a, std::uint32_t b) { return waits_[a].begin < waits_[b].begin; });
}

std::span<const ReleaseEvent> ObjectEvents::sorted_releases(std::uint32_t object) {
  std::vector<ReleaseEvent>& releases = objects_[object].releases;
  merge_runs(releases.data(), releases.data() + releases.size(), [](const ReleaseEvent& a, const ReleaseEvent& b) {
    return (a.time < b.time) | ((a.time == b.time) & (a.thread < b.thread)); // no branch: it would be mispredicted
  });
  return releases;
}

} // namespace paraudit::reports
