// The first phase of a run: facts of all units, from the cache or from worker processes. See run.h.
#include "checker/facts/store.h"
#include "checker/tool/facts_cache.h"
#include "checker/tool/run.h"
#include "checker/tool/shared_extraction.h"
#include "checker/tool/status_line.h"
#include "checker/tool/worker_pool.h"

#include <functional>
#include <map>
#include <optional>

namespace paraudit::tool {
namespace {

// A worker's answer: one letter for the outcome, then the encoded facts or the diagnostics.
constexpr char kFacts = 'F';
constexpr char kFactsNotStored = 'N'; // the cache could not be written
constexpr char kFailed = 'E';
constexpr char kCrashed = 'C';

// The first line that says what is wrong: what the summary repeats.
std::string first_error(const std::string& diagnostics) {
  size_t at = diagnostics.find("error: ");
  if (at == std::string::npos) {
    return "does not parse";
  }
  size_t begin = diagnostics.rfind('\n', at);
  begin = begin == std::string::npos ? 0 : begin + 1;
  return diagnostics.substr(begin, diagnostics.find('\n', at) - begin);
}

bool is_redirected(const analysis::ExtractOptions& extraction) {
  return !extraction.virtual_files.empty() || !extraction.overlay.empty();
}

class Extraction {
 public:
  Extraction(const Commands& commands, const Options& options, const analysis::ExtractOptions& extraction,
             std::optional<FactsCache> cache, Report& report)
      : commands_(commands), options_(options), extract_options_(extraction), cache_(std::move(cache)), report_(report),
        parts_of_(commands.size()) {}

  std::vector<facts::TuFacts> run() {
    report_.units = commands_.size();
    look_up();
    const std::size_t wanted = missing_.size();
    StatusLine status;
    auto show = [&](size_t done, size_t unit) {
      status.update(done, wanted, relative_path(commands_[unit].file, report_.root));
    };
    if (options_.share_headers && !is_redirected(extract_options_)) {
      share(show);
    }
    const std::size_t delivered = wanted - missing_.size();
    auto progress = [&](size_t done, size_t index) { show(delivered + done, missing_[index]); };
    auto job = [&](size_t index) { return extract(missing_[index]); };
    std::vector<JobResult> results = run_in_workers(missing_.size(), options_.jobs, job, progress);
    for (size_t i = 0; i < results.size(); ++i) {
      take(missing_[i], results[i]);
    }
    report_.parts = parts_of_;
    if (cache_ && wanted > 0 && !options_.keep_parts) {
      cache_->prune(options_.cache_mib << 20);
    }
    std::vector<facts::TuFacts> units;
    for (auto& [name, facts] : parts_) {
      units.push_back(std::move(facts));
    }
    return units;
  }

 private:
  void look_up() {
    for (size_t i = 0; i < commands_.size(); ++i) {
      if (cache_) {
        keys_.push_back(cache_->key(commands_[i], extract_options_));
      }
      if (!cache_ || !load(i)) {
        missing_.push_back(i);
      }
    }
    report_.cached = commands_.size() - missing_.size();
  }

  // From the cache, where all its parts are there.
  bool load(size_t unit) {
    for (const std::string& part : cache_->find(keys_[unit]).value_or(std::vector<std::string>{})) {
      std::optional<facts::TuFacts> facts = parts_.contains(part) ? std::nullopt : cache_->load(part);
      if (!facts && !parts_.contains(part)) {
        parts_of_[unit].clear();
        return false;
      }
      if (facts) {
        keep(part, std::move(*facts));
      }
      parts_of_[unit].push_back(part);
    }
    return !parts_of_[unit].empty();
  }

  // Parts that several units have are kept once. Those of headers are told apart by what they hold.
  void keep(const std::string& name, facts::TuFacts facts) {
    if (facts.main_file.empty()) {
      facts.command = name;
    }
    parts_.emplace(name, std::move(facts));
  }

  void share(const std::function<void(size_t done, size_t unit)>& show) {
    size_t done = 0;
    extract_sharing(commands_, missing_, extract_options_, {options_.limits, options_.jobs}, [&](SharedFacts shared) {
      for (const std::string& part : shared.parts) {
        const std::string name = facts::content_hash(part);
        facts::Result<facts::TuFacts> facts =
            parts_.contains(name) ? facts::Error{""} : facts::decode(part, commands_[shared.unit].file);
        if (facts) {
          keep(name, std::move(*facts));
        }
        parts_of_[shared.unit].push_back(name);
      }
      report_.shared += shared.parts.size() > 1 ? 1 : 0;
      report_.cache_failed |= !store(shared.unit, shared.inputs, shared.parts);
      show(++done, shared.unit);
    });
    std::erase_if(missing_, [&](size_t unit) { return !parts_of_[unit].empty(); });
  }

  bool store(size_t unit, const analysis::Inputs& inputs, const std::vector<std::string>& parts) {
    return !cache_ ||
           (cache_->store(keys_[unit], inputs, parts).empty() && (!options_.keep_parts || cache_->keep(parts).empty()));
  }

  // In a worker.
  std::string extract(size_t unit) {
    limit_this_process(options_.limits, options_.jobs);
    analysis::ExtractResult result = analysis::extract(commands_[unit], extract_options_);
    if (!result.facts) {
      return (result.crashed ? kCrashed : kFailed) + result.diagnostics;
    }
    std::string encoded = facts::encode(*result.facts);
    bool is_stored = store(unit, result.inputs, {encoded});
    return (is_stored ? kFacts : kFactsNotStored) + encoded;
  }

  void take(size_t unit, const JobResult& result) {
    const std::string& file = commands_[unit].file;
    std::string_view payload = result.payload;
    if (!result.finished || payload.empty()) {
      const std::string how = "the front end crashed: " + result.failure + advice_on_limits(result.failure);
      report_.failed.push_back({file, how, reproduction(unit)});
    } else if (payload.front() == kFacts || payload.front() == kFactsNotStored) {
      report_.cache_failed |= payload.front() == kFactsNotStored;
      facts::Result<facts::TuFacts> facts = facts::decode(payload.substr(1), file);
      if (facts) {
        parts_of_[unit] = {facts::content_hash(payload.substr(1))};
        keep(parts_of_[unit].front(), std::move(*facts));
      } else {
        report_.failed.push_back({file, facts.error(), ""});
      }
    } else {
      std::string diagnostics(payload.substr(1));
      bool crashed = payload.front() == kCrashed;
      report_.failed.push_back(crashed ? FailedUnit{file, "the front end crashed", diagnostics + reproduction(unit)}
                                       : FailedUnit{file, first_error(diagnostics), diagnostics});
    }
  }

  std::string reproduction(size_t unit) const {
    return "to reproduce: " + analysis::shell_command(commands_[unit], extract_options_) + "\n";
  }

  const Commands& commands_;
  const Options& options_;
  const analysis::ExtractOptions& extract_options_;
  std::optional<FactsCache> cache_;
  Report& report_;
  std::vector<std::string> keys_;
  std::map<std::string, facts::TuFacts> parts_;    // by name
  std::vector<std::vector<std::string>> parts_of_; // by unit, their names; none: not found yet
  std::vector<size_t> missing_;
};

} // namespace

facts::Result<std::vector<facts::TuFacts>> extract_units(const Commands& commands, const Options& options,
                                                         const analysis::ExtractOptions& extraction, Report& report) {
  std::optional<FactsCache> cache;
  // The cache knows files by their paths; redirected ones have other contents.
  if (!options.cache_directory.empty() && !is_redirected(extraction)) {
    facts::Result<FactsCache> opened = FactsCache::open(options.cache_directory, tool_identity());
    if (!opened) {
      return facts::Error{opened.error()};
    }
    cache = std::move(*opened);
  }
  return Extraction(commands, options, extraction, std::move(cache), report).run();
}

} // namespace paraudit::tool
