#include "reports/export/timeline.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxEvents = 200000;
constexpr std::uint32_t kFirstHoldTrack = 1u << 20; // behind the threads' own

struct Event {
  std::uint64_t start = 0, duration = 0; // ticks
  std::uint32_t process = 0, thread = 0, class_id = 0, site = 0;
  bool is_hold = false;
};

class Timeline {
 public:
  explicit Timeline(const TraceSet& traces) : traces_(traces) {}

  std::string text() {
    for (std::uint32_t i = 0; i < traces_.processes.size(); ++i)
      for (const ThreadTrace& thread : traces_.processes[i].threads)
        collect(i, thread);
    std::size_t total = events_.size();
    keep_longest();
    Json list = Json::array();
    name_tracks(list);
    for (const Event& event : events_)
      list.push_back(event_json(event));
    Json document = {{"traceEvents", std::move(list)},
                     {"displayTimeUnit", "ns"},
                     {"otherData", {{"exporter", "paraudit"}, {"events_left_out", total - events_.size()}}}};
    return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  void collect(std::uint32_t process, const ThreadTrace& thread) {
    thread.for_each_record([&](const RingRecord& record) {
      bool is_wait = record.kind == PARAUDIT_RECORD_WAIT || record.kind == PARAUDIT_RECORD_OBJECT_WAIT;
      bool is_hold = record.kind == PARAUDIT_RECORD_HOLD || record.kind == PARAUDIT_RECORD_RELEASE_CONTENDED;
      const paraudit_counter* counter = is_wait || is_hold ? thread.counter_of_slot(record.slot) : nullptr;
      if (!counter || record.duration == 0 || record.duration > record.ticks)
        return;
      events_.push_back({record.ticks - record.duration, record.duration, process, thread.index(), counter->class_id,
                         counter->site, is_hold});
    });
  }

  void keep_longest() {
    auto longer = [](const Event& a, const Event& b) {
      return std::tie(b.duration, a.process, a.thread, a.start) < std::tie(a.duration, b.process, b.thread, b.start);
    };
    if (events_.size() > kMaxEvents) {
      std::nth_element(events_.begin(), events_.begin() + kMaxEvents, events_.end(), longer);
      events_.resize(kMaxEvents);
    }
    std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
      return std::tie(a.process, a.thread, a.is_hold, a.class_id, a.start, b.duration) <
             std::tie(b.process, b.thread, b.is_hold, b.class_id, b.start, a.duration);
    });
  }

  std::string lock_name(const Event& event) const {
    const ProcessTrace& trace = traces_.processes[event.process];
    auto found = trace.classes.find(event.class_id);
    if (found != trace.classes.end() && !found->second.name.empty())
      return found->second.name;
    return "lock at " + site_text(event);
  }

  std::string site_text(const Event& event) const {
    const ProcessTrace& trace = traces_.processes[event.process];
    auto found = trace.sites.find(event.site);
    if (found == trace.sites.end() || found->second.file.empty())
      return "a place without line information";
    return found->second.file + ":" + std::to_string(found->second.line);
  }

  // Holds of one thread and lock have a track of their own.
  std::uint32_t track(const Event& event) {
    if (!event.is_hold)
      return event.thread;
    auto [found, is_new] = hold_tracks_.try_emplace({event.process, event.thread, event.class_id},
                                                    kFirstHoldTrack + static_cast<std::uint32_t>(hold_tracks_.size()));
    return found->second;
  }

  static Json metadata(const char* what, std::uint32_t process, std::uint32_t track, const std::string& name) {
    return {{"name", what}, {"ph", "M"}, {"pid", process + 1}, {"tid", track}, {"args", {{"name", clean_text(name)}}}};
  }

  void name_tracks(Json& list) {
    for (std::uint32_t i = 0; i < traces_.processes.size(); ++i) {
      const ProcessTrace& trace = traces_.processes[i];
      list.push_back(metadata("process_name", i, 0, trace.command.empty() ? trace.executable : trace.command[0]));
      for (const ThreadTrace& thread : trace.threads)
        list.push_back(metadata("thread_name", i, thread.index(), thread_name(trace, thread.index())));
    }
    for (const Event& event : events_) {
      std::size_t before = hold_tracks_.size();
      std::uint32_t id = track(event);
      if (hold_tracks_.size() != before)
        list.push_back(
            metadata("thread_name", event.process, id,
                     thread_name(traces_.processes[event.process], event.thread) + " holds " + lock_name(event)));
    }
  }

  static std::string thread_name(const ProcessTrace& trace, std::uint32_t index) {
    auto found = trace.thread_info.find(index);
    std::string name = "thread " + std::to_string(index);
    return found == trace.thread_info.end() || found->second.name.empty() ? name
                                                                          : name + " (" + found->second.name + ")";
  }

  Json event_json(const Event& event) {
    const ProcessTrace& trace = traces_.processes[event.process];
    auto us = [&](std::uint64_t ticks) { return static_cast<double>(trace.clock_fit.ns(ticks)) / 1000; };
    std::uint64_t start = event.start - std::min(event.start, trace.start_ticks);
    return {{"name", clean_text((event.is_hold ? "holds " : "waits for ") + lock_name(event))},
            {"cat", event.is_hold ? "hold" : "wait"},
            {"ph", "X"},
            {"ts", us(start)},
            {"dur", us(event.duration)},
            {"pid", event.process + 1},
            {"tid", track(event)},
            {"args", {{"at", clean_text(site_text(event))}}}};
  }

  const TraceSet& traces_;
  std::vector<Event> events_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> hold_tracks_;
};

} // namespace

std::string to_chrome_trace(const TraceSet& traces) {
  return Timeline(traces).text();
}

} // namespace paraudit::reports
