#include "reports/dump/trace_dump.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace paraudit::reports {
namespace {

using Fields = nlohmann::ordered_json;

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string hex(std::uint64_t value) {
  std::ostringstream out;
  out << "0x" << std::hex << value;
  return out.str();
}

std::string record_name(std::uint8_t kind) {
  switch (kind) {
#define PARAUDIT_RECORD(NAME, value, payload, doc)                                                                     \
  case value:                                                                                                          \
    return lower_case(#NAME);
#include "runtime/abi/record_kinds.def"
  default:
    return "kind " + std::to_string(kind);
  }
}

enum class Payload { SPAN, ID, RAW };

Payload payload_of(std::uint8_t kind) {
  switch (kind) {
#define PARAUDIT_RECORD(NAME, value, payload, doc)                                                                     \
  case value:                                                                                                          \
    return Payload::payload;
#include "runtime/abi/record_kinds.def"
  default:
    return Payload::RAW;
  }
}

std::string mode_name(std::uint32_t mode) {
  std::string name = mode & PARAUDIT_SHARED ? "shared" : "exclusive";
  return mode & PARAUDIT_TRY ? name + "-try" : name;
}

std::string policy_name(std::uint32_t policy) {
  return policy == PARAUDIT_POLICY_COUNT      ? "count"
         : policy == PARAUDIT_POLICY_TIMELINE ? "timeline"
                                              : std::to_string(policy);
}

std::string column_name(std::uint8_t kind) {
  constexpr const char* kNames[] = {"none", "source_location_clang", "source_location_gcc", "debug_clang", "debug_gcc"};
  return kind < std::size(kNames) ? kNames[kind] : "kind " + std::to_string(kind);
}

Fields flag_names(std::uint16_t flags) {
  Fields names = Fields::array();
  constexpr std::pair<std::uint16_t, const char*> kFlags[] = {{PARAUDIT_FLAG_SAMPLED, "sampled"},
                                                              {PARAUDIT_FLAG_SHARED, "shared"},
                                                              {PARAUDIT_FLAG_TRY, "try"},
                                                              {PARAUDIT_FLAG_CONTENDED, "contended"}};
  for (auto& [flag, name] : kFlags)
    if (flags & flag)
      names.push_back(name);
  return names;
}

// The ids of one map, ascending.
template <class Map> std::vector<std::uint32_t> sorted_ids(const Map& map) {
  std::vector<std::uint32_t> ids;
  for (const auto& entry : map)
    ids.push_back(entry.first);
  std::sort(ids.begin(), ids.end());
  return ids;
}

class Dump {
 public:
  Dump(const ProcessTrace& trace, const RecordSink& sink) : trace_(trace), sink_(sink) {}

  void process() const {
    sink_("process", {{"directory", trace_.directory},
                      {"pid", trace_.pid},
                      {"parent_pid", trace_.parent_pid},
                      {"policy", policy_name(trace_.policy)},
                      {"clock", trace_.clock == PARAUDIT_CLOCK_TSC ? "tsc" : "monotonic"},
                      {"ns_per_tick", trace_.clock_fit.ns_per_tick},
                      {"clock_known", trace_.clock_fit.known},
                      {"sample_period", trace_.sample_period},
                      {"start_realtime_ns", trace_.start_realtime_ns},
                      {"start_ticks", trace_.start_ticks},
                      {"end_ticks", trace_.end_ticks},
                      {"ended", trace_.ended},
                      {"bytes", trace_.bytes},
                      {"log_dropped", trace_.log_dropped},
                      {"threads_dropped", trace_.threads_dropped},
                      {"torn_log_bytes", trace_.notes.torn_log_bytes},
                      {"torn_records", trace_.notes.torn_records},
                      {"unknown_records", trace_.notes.unknown_records},
                      {"unstarted_threads", trace_.notes.unstarted_threads},
                      {"missing_threads", trace_.notes.missing_threads}});
    for (const paraudit_clock_anchor& anchor : trace_.anchors)
      sink_("anchor", {{"ticks", anchor.ticks}, {"monotonic_ns", anchor.monotonic_ns}});
    sink_("command", {{"executable", trace_.executable},
                      {"working_directory", trace_.working_directory},
                      {"arguments", trace_.command}});
    sink_("environment", {{"variables", trace_.environment}});
  }

  void names() const {
    for (const TraceModule& module : trace_.modules)
      write_module(module);
    for (std::uint32_t id : sorted_ids(trace_.sites))
      write_site(trace_.sites.at(id));
    for (std::uint32_t id : sorted_ids(trace_.classes)) {
      const TraceClass& record = trace_.classes.at(id);
      sink_("class", {{"id", record.id},
                      {"kind", object_kind_name(record.kind)},
                      {"name", record.name},
                      {"site", record.site},
                      {"index_ordered", record.index_ordered},
                      {"readers_pass", record.readers_pass}});
    }
    for (std::uint32_t id : sorted_ids(trace_.labels))
      sink_("label", {{"id", id}, {"text", trace_.labels.at(id)}});
  }

  void history() const {
    for (const auto& [index, thread] : trace_.thread_info)
      sink_("thread", {{"index", index},
                       {"os_tid", thread.os_tid},
                       {"parent", thread.parent},
                       {"name", thread.name},
                       {"start_ns", at_ns(thread.start_ticks)},
                       {"end_ns", thread.end_ticks ? Fields(at_ns(thread.end_ticks)) : Fields()}});
    for (const TraceSync& edge : trace_.syncs)
      sink_("thread_edge",
            {{"at_ns", at_ns(edge.ticks)}, {"from_thread", edge.from_thread}, {"to_thread", edge.to_thread}});
    for (const TracePhase& phase : trace_.phases)
      sink_("phase",
            {{"at_ns", at_ns(phase.ticks)}, {"thread", phase.thread}, {"group", phase.group}, {"phase", phase.phase}});
    for (const TraceHandover& each : trace_.handovers)
      sink_(
          "handover",
          {{"at_ns", at_ns(each.ticks)}, {"thread", each.thread}, {"object", hex(each.object)}, {"gives", each.gives}});
    for (const TraceChain& chain : trace_.chains)
      write_chain(chain);
    for (const auto& [number, id] : trace_.watched)
      sink_("watched_state", {{"number", number}, {"id", id}});
    for (const TraceAccess& access : trace_.accesses)
      sink_("watched_access", {{"at_ns", at_ns(access.ticks)},
                               {"thread", access.thread},
                               {"state", access.state},
                               {"site", access.site},
                               {"address", hex(access.address)},
                               {"write", access.write},
                               {"atomic", access.atomic},
                               {"locks", links_of(access.held)}});
    for (const auto& [name, value] : trace_.counters)
      sink_("counter", {{"name", name}, {"value", value}});
  }

  void thread(const ThreadTrace& thread) const {
    const paraudit_thread_header& header = thread.header();
    sink_("thread_file", {{"thread", header.index},
                          {"os_tid", header.os_tid},
                          {"start_ns", at_ns(header.start_ticks)},
                          {"opening_ns", trace_.clock_fit.ns(header.opening_ticks)},
                          {"end_ns", header.end_ticks ? Fields(at_ns(header.end_ticks)) : Fields()},
                          {"counters", thread.counters().size()},
                          {"counters_capacity", header.counters_capacity},
                          {"counters_dropped", header.counters_dropped},
                          {"records", thread.record_count()},
                          {"ring_capacity", header.ring_capacity},
                          {"ring_dropped", header.ring_dropped},
                          {"torn_records", thread.torn_records()}});
    for (const paraudit_counter& counter : thread.counters())
      write_slot(header.index, counter);
    thread.for_each_record([&](const RingRecord& record) { write_record(thread, record); });
  }

 private:
  std::int64_t at_ns(std::uint64_t ticks) const {
    bool after = ticks >= trace_.start_ticks;
    std::uint64_t distance = trace_.clock_fit.ns(after ? ticks - trace_.start_ticks : trace_.start_ticks - ticks);
    return after ? static_cast<std::int64_t>(distance) : -static_cast<std::int64_t>(distance);
  }

  void write_module(const TraceModule& module) const {
    std::string build_id;
    for (unsigned char byte : module.build_id)
      build_id += hex(256u + byte).substr(3);
    sink_("module", {{"path", module.path},
                     {"build_id", build_id},
                     {"begin", hex(module.begin)},
                     {"end", hex(module.end)},
                     {"bias", hex(module.bias)},
                     {"loaded_ns", at_ns(module.loaded_ticks)},
                     {"unloaded_ns", module.unloaded_ticks ? Fields(at_ns(module.unloaded_ticks)) : Fields()}});
  }

  void write_site(const TraceSite& site) const {
    sink_("site", {{"id", site.id},
                   {"file", site.file},
                   {"line", site.line},
                   {"column", site.column},
                   {"column_kind", column_name(site.column_kind)},
                   {"function", site.function},
                   {"lock_name", site.lock_name},
                   {"address", hex(site.address)},
                   {"inlined_at", site.inlined_at},
                   {"caller", site.caller}});
  }

  Fields links_of(const std::vector<paraudit_chain_link>& chain) const {
    Fields links = Fields::array();
    for (const paraudit_chain_link& link : chain)
      links.push_back({{"class", link.class_id},
                       {"name", class_name(link.class_id)},
                       {"site", link.site},
                       {"mode", mode_name(link.mode)},
                       {"instance", hex(link.instance)}});
    return links;
  }

  void write_chain(const TraceChain& chain) const {
    sink_("chain", {{"at_ns", at_ns(chain.ticks)},
                    {"thread", chain.thread},
                    {"hash", hex(chain.hash)},
                    {"links", links_of(chain.links)}});
  }

  // The spread of the holds that were timed, and what their mean is uncertain by (one standard error).
  void add_spread(const paraudit_counter& counter, Fields& fields) const {
    double samples = static_cast<double>(counter.hold_samples), tick = trace_.clock_fit.ns_per_tick;
    double mean = static_cast<double>(counter.hold_ticks) / samples;
    fields["hold_mean_ns"] = mean * tick;
    if (counter.hold_samples < 2 || counter.hold_squares <= 0)
      return;
    double variance = std::max(0.0, static_cast<double>(counter.hold_squares) / samples - mean * mean);
    variance *= samples / (samples - 1);
    fields["hold_deviation_ns"] = std::sqrt(variance) * tick;
    fields["hold_mean_error_ns"] = std::sqrt(variance / samples) * tick;
  }

  void write_slot(std::uint32_t thread, const paraudit_counter& counter) const {
    Fields fields = {{"thread", thread},
                     {"site", counter.site},
                     {"class", counter.class_id},
                     {"name", class_name(counter.class_id)},
                     {"mode", mode_name(counter.mode)},
                     {"acquisitions", counter.acquisitions},
                     {"contended", counter.contended},
                     {"wait_ns", trace_.clock_fit.ns(counter.wait_ticks)},
                     {"hold_samples", counter.hold_samples}};
    if (counter.hold_samples != 0)
      add_spread(counter, fields);
    sink_("slot", fields);
  }

  void write_record(const ThreadTrace& thread, const RingRecord& record) const {
    Fields fields = {{"thread", thread.index()}, {"at_ns", at_ns(record.ticks)}, {"ticks", record.ticks}};
    switch (payload_of(record.kind)) {
    case Payload::SPAN:
      add_span(thread, record, fields);
      break;
    case Payload::ID: {
      auto label = static_cast<std::uint32_t>(record.word >> 40);
      fields["task"] = record.word & 0xffffffffff;
      fields["label"] = trace_.labels.count(label) ? trace_.labels.at(label) : "";
      break;
    }
    case Payload::RAW:
      fields["word"] = hex(record.word);
    }
    sink_(record_name(record.kind), fields);
  }

  void add_span(const ThreadTrace& thread, const RingRecord& record, Fields& fields) const {
    const paraudit_counter* counter = thread.counter_of_slot(record.slot);
    fields["duration_ns"] = trace_.clock_fit.ns(record.duration);
    fields["site"] = counter ? counter->site : 0;
    fields["class"] = counter ? counter->class_id : 0;
    fields["name"] = counter ? class_name(counter->class_id) : "";
    fields["instance"] = hex(record.instance);
    fields["flags"] = flag_names(record.flags);
  }

  std::string class_name(std::uint32_t id) const {
    auto found = trace_.classes.find(id);
    return found == trace_.classes.end() ? "" : found->second.name;
  }

  const ProcessTrace& trace_;
  const RecordSink& sink_;
};

} // namespace

void visit_trace(const ProcessTrace& trace, const RecordSink& sink) {
  Dump dump(trace, sink);
  dump.process();
  dump.names();
  dump.history();
  for (const ThreadTrace& thread : trace.threads)
    dump.thread(thread);
}

void write_text(std::string_view name, const Fields& fields, std::ostream& out) {
  out << name;
  for (auto& [key, value] : fields.items())
    if (!value.is_null())
      out << ' ' << key << '=' << value.dump(-1, ' ', false, Fields::error_handler_t::replace);
  out << '\n';
}

} // namespace paraudit::reports
