#include "reports/export/samples.h"

namespace paraudit::reports {
namespace {

void add_lock(const LockUse& lock, std::vector<WaitSample>& samples) {
  Ns rest = lock.wait.total;
  for (const Blame& cell : lock.blame) {
    samples.push_back({lock.name, cell.waiter, cell.holder, cell.count, cell.wait});
    rest -= std::min(rest, cell.wait);
  }
  if (rest == 0)
    return;
  SourcePlace waiter; // the site that waited most
  if (!lock.sites.empty())
    waiter = lock.sites.front().place;
  samples.push_back({lock.name, waiter, {}, 1, rest});
}

} // namespace

std::vector<WaitSample> wait_samples(const Report& report) {
  std::vector<WaitSample> samples;
  for (const LockUse& lock : report.locks)
    add_lock(lock, samples);
  for (const LockUse& object : report.wait_objects)
    add_lock(object, samples);
  return samples;
}

std::string frame_name(const SourcePlace& place) {
  if (!place.function.empty())
    return place.function;
  return place.file.empty() ? "(not recorded)" : place.file + ":" + std::to_string(place.line);
}

} // namespace paraudit::reports
