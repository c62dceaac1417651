#include "checker/tool/json_output.h"

#include "checker/tool/json_fields.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace paraudit::tool {
namespace {

using json = nlohmann::ordered_json;
using link::Site;

class Document {
 public:
  explicit Document(const Report& report) : report_(report), program_(report.program), index_(*program_.index) {}

  json make() const {
    return {{"schema", "paraudit.findings"},
            {"version", "1.0"},
            {"tool", {{"name", "paraudit-check"}, {"version", PARAUDIT_VERSION}}},
            {"root", report_.root},
            {"analysis", analysis()},
            {"shared_state", shared_state()},
            {"locks", locks()},
            {"lock_order", lock_order()},
            {"findings", findings()}};
  }

 private:
  std::string path(const std::string& file) const { return relative_path(file, report_.root); }

  json place(const Site& site) const {
    return {{"file", path(site.file)}, {"line", site.line}, {"column", site.column}};
  }

  json place(const checks::Place& place) const {
    return {{"file", path(place.file)}, {"line", place.line}, {"column", place.column}};
  }

  json analysis() const {
    json failed = json::array();
    for (const FailedUnit& unit : report_.failed) {
      failed.push_back({{"file", path(unit.file)}, {"reason", unit.reason}});
    }
    json result = {{"units", report_.units},
                   {"units_failed", report_.failed.size()},
                   {"failed", failed},
                   {"functions", report_.functions},
                   {"checks", report_.checks},
                   {"parallel_entries", program_.contexts->entries().size()},
                   {"unresolved_calls", program_.graph->unresolved_calls()},
                   {"suppressed", report_.suppressed},
                   {"skipped", json(report_.skipped)}};
    if (const std::optional<BaselineCounts>& counts = report_.baseline) {
      result["baseline"] = {{"new", counts->added},
                            {"known", counts->known},
                            {"fixed", counts->fixed},
                            {"stale", counts->stale},
                            {"not_judged", counts->unjudged}};
    }
    if (report_.known_before) {
      result["known_before"] = *report_.known_before;
    }
    return result;
  }

  json fixes(const checks::Finding& finding) const {
    json result = json::array();
    auto found = report_.fixes.find(finding.fingerprint);
    if (found == report_.fixes.end()) {
      return result;
    }
    for (const ResolvedFix& fix : found->second) {
      json edits = json::array();
      for (const Replacement& change : fix.replacements) {
        json edit = place(change.begin);
        edit["end_line"] = change.end.line;
        edit["end_column"] = change.end.column;
        edit["text"] = change.text;
        edits.push_back(std::move(edit));
      }
      result.push_back({{"message", fix.message}, {"edits", std::move(edits)}});
    }
    return result;
  }

  // An object that can never change needs no decision; it is not shared state.
  bool is_listed(const link::State& state) const {
    const facts::StateObject& object = state.facts;
    bool is_fixed = (object.is_const || object.is_constexpr) && !object.interior.present && object.constant_initialised;
    return object.is_definition && !object.in_system_header && !is_fixed;
  }

  json synchronization(const link::State& state, const link::SharedState& shared) const {
    std::string kind(facts::to_string(state.facts.sync));
    if (state.facts.sync == facts::SyncKind::kNone) {
      kind = shared.guard != link::kNoId ? "guarded" : shared.writes == 0 ? "never-written" : "none";
    }
    json result = {{"kind", kind}, {"guard", nullptr}, {"confidence", nullptr}};
    if (shared.guard != link::kNoId) {
      result["guard"] = index_.locks[shared.guard].id;
      result["confidence"] = static_cast<double>(static_cast<int>(shared.confidence * 1000)) / 1000;
    }
    return result;
  }

  json accessors(const link::SharedState& shared) const {
    json result = json::array();
    std::set<std::tuple<Site, bool, bool>> seen;
    for (const link::StateAccess& access : shared.accesses) {
      if (!seen.insert({access.site, access.is_write, access.is_atomic}).second) {
        continue;
      }
      std::set<std::string> held;
      for (const link::LockPath& lock : access.held) {
        if (lock.lock != link::kNoId) {
          held.insert(index_.locks[lock.lock].id);
        }
      }
      json entry = {{"function", index_.functions[access.function].facts->name}};
      entry.update(place(access.site));
      entry["access"] = facts::to_string(access.kind);
      entry["atomic"] = access.is_atomic;
      entry["parallel"] = access.counts;
      entry["held"] = held;
      result.push_back(std::move(entry));
    }
    return result;
  }

  json shared_state() const {
    json result = json::array();
    for (const link::SharedState& shared : program_.inventory->states()) {
      const link::State& state = index_.states[shared.state];
      if (!is_listed(state)) {
        continue;
      }
      json entry = {{"id", state.id},
                    {"name", state.facts.name},
                    {"kind", facts::to_string(state.facts.storage)},
                    {"type", state.facts.type}};
      entry.update(place(state.site));
      entry["symbol"] = state.facts.linker_name;
      entry["synchronization"] = synchronization(state, shared);
      entry["category"] = link::category_name(shared.category);
      entry["remedy"] = link::category_remedy(shared.category);
      entry["reachable_from_parallel"] = shared.reached_by_entry;
      entry["reads"] = shared.reads;
      entry["writes"] = shared.writes;
      entry["accessors"] = accessors(shared);
      result.push_back(std::move(entry));
    }
    append_fields(program_, [this](const std::string& file) { return path(file); }, result);
    return result;
  }

  json columns(const Site& site) const {
    json result = json::object();
    if (site.call_column != 0) {
      result["source_location"] = site.call_column;
    }
    if (site.debug_column != 0) {
      result["debug"] = site.debug_column;
    }
    if (site.gcc_column != 0) {
      result["gcc"] = site.gcc_column;
    }
    return result;
  }

  json acquisition_site(const link::Hop& hop) const {
    Site site = link::site_of_hop(index_, hop);
    json entry = place(site);
    if (site.debug_line != site.line) {
      entry["debug_line"] = site.debug_line;
    }
    if (site.raw_file != site.file && path(site.file) != site.raw_file) {
      entry["raw_file"] = site.raw_file;
    }
    entry["columns"] = columns(site);
    entry["function"] = index_.functions[hop.function].facts->name;
    return entry;
  }

  void add_acquisition(const link::Acquisition& acquisition, std::map<std::string, std::set<json>>& by_lock) const {
    if (acquisition.lock.lock == link::kNoId) {
      return;
    }
    const std::string& id = index_.locks[acquisition.lock.lock].id; // instantiations of a template share it
    json mode = {{"mode", facts::to_string(acquisition.mode)}, {"try", !acquisition.blocking}};
    json entry = acquisition_site(*acquisition.hop);
    entry.update(mode);
    if (acquisition.inside != nullptr) {
      const link::Hop& inner = link::last_hop(*acquisition.inside);
      json via = acquisition_site(inner);
      entry["via"] = via;
      via.update(mode);
      via["inner"] = true;
      by_lock[id].insert(std::move(via));
    }
    by_lock[id].insert(std::move(entry));
  }

  json locks() const {
    std::map<std::string, std::set<json>> by_lock;
    for (const std::vector<link::Acquisition>& own : program_.summaries->own_acquisitions()) {
      for (const link::Acquisition& acquisition : own) {
        add_acquisition(acquisition, by_lock);
      }
    }
    json result = json::array();
    std::set<std::string> written;
    for (const link::LockClass& declared : index_.locks) {
      if (!written.insert(declared.id).second) {
        continue;
      }
      json acquisitions = json::array();
      for (const json& entry : by_lock[declared.id]) {
        acquisitions.push_back(entry);
      }
      json entry = {{"id", declared.id},
                    {"name", declared.name},
                    {"kind", facts::to_string(declared.kind)},
                    {"type", declared.type}};
      entry.update(place(declared.site));
      entry["acquisitions"] = std::move(acquisitions);
      result.push_back(std::move(entry));
    }
    return result;
  }

  // Edges between the same declarations are one, whatever the instantiations.
  json edges() const {
    struct Edge {
      bool declared = true;
      std::set<Site> sites;
    };
    std::map<std::pair<std::string, std::string>, Edge> by_ids;
    for (const link::LockEdge& edge : program_.order->edges()) {
      Edge& merged = by_ids[{index_.locks[edge.before].id, index_.locks[edge.after].id}];
      merged.declared &= edge.declared;
      for (const link::NestedPair* pair : edge.pairs) {
        merged.sites.insert(link::site_of_hop(index_, link::last_hop(*pair->acquired.hop)));
      }
    }
    json result = json::array();
    for (const auto& [ids, edge] : by_ids) {
      json places = json::array();
      for (const Site& site : edge.sites) {
        places.push_back(place(site));
      }
      result.push_back(
          {{"before", ids.first}, {"after", ids.second}, {"declared", edge.declared}, {"sites", std::move(places)}});
    }
    return result;
  }

  json lock_order() const {
    json cycles = json::array();
    std::set<json> written;
    for (const link::LockCycle& cycle : program_.order->cycles()) {
      json names = json::array();
      for (const link::LockEdge* edge : cycle.edges) {
        names.push_back(index_.locks[edge->before].id);
      }
      if (written.insert(names).second) {
        cycles.push_back({{"locks", std::move(names)}});
      }
    }
    return {{"edges", edges()}, {"cycles", std::move(cycles)}};
  }

  json findings() const {
    json result = json::array();
    for (const checks::Finding& finding : report_.findings) {
      json trace = json::array();
      for (const checks::TraceStep& step : finding.trace) {
        json entry = {{"thread", step.thread}};
        entry.update(place(step.place));
        entry["message"] = step.message;
        entry["held"] = step.held;
        trace.push_back(std::move(entry));
      }
      json related = json::array();
      for (const checks::RelatedPlace& other : finding.related) {
        json entry = place(other.place);
        entry["message"] = other.message;
        related.push_back(std::move(entry));
      }
      json entry = {{"fingerprint", finding.fingerprint},
                    {"check", finding.check},
                    {"severity", checks::severity_name(finding.severity)},
                    {"message", finding.message}};
      entry.update(place(finding.place));
      entry["function"] = finding.function;
      entry["trace"] = std::move(trace);
      entry["related"] = std::move(related);
      entry["fixes"] = fixes(finding);
      result.push_back(std::move(entry));
    }
    return result;
  }

  const Report& report_;
  const link::Program& program_;
  const link::ProgramIndex& index_;
};

} // namespace

std::string json_report(const Report& report) {
  return Document(report).make().dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace paraudit::tool
