// The first phase of a run: facts of all units, from the cache or from worker processes. See run.h.
#include "checker/facts/store.h"
#include "checker/tool/facts_cache.h"
#include "checker/tool/run.h"
#include "checker/tool/status_line.h"
#include "checker/tool/worker_pool.h"

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

class Extraction {
 public:
  Extraction(const Commands& commands, const Options& options, std::optional<FactsCache> cache, Report& report)
      : commands_(commands), options_(options), cache_(std::move(cache)), report_(report), found_(commands.size()) {
    extract_options_.extra_arguments = options.extra_args;
  }

  std::vector<facts::TuFacts> run() {
    report_.units = commands_.size();
    look_up();
    StatusLine status;
    auto progress = [&](size_t done, size_t index) {
      status.update(done, missing_.size(), relative_path(commands_[missing_[index]].file, report_.root));
    };
    auto job = [&](size_t index) { return extract(missing_[index]); };
    std::vector<JobResult> results = run_in_workers(missing_.size(), options_.jobs, job, progress);
    for (size_t i = 0; i < results.size(); ++i) {
      take(missing_[i], results[i]);
    }
    if (cache_ && !missing_.empty()) {
      cache_->prune(options_.cache_mib << 20);
    }
    std::vector<facts::TuFacts> units;
    for (std::optional<facts::TuFacts>& unit : found_) {
      if (unit) {
        units.push_back(std::move(*unit));
      }
    }
    return units;
  }

 private:
  void look_up() {
    for (size_t i = 0; i < commands_.size(); ++i) {
      if (cache_) {
        keys_.push_back(cache_->key(commands_[i], extract_options_));
        found_[i] = cache_->find(keys_[i]);
      }
      if (!found_[i]) {
        missing_.push_back(i);
      }
    }
    report_.cached = commands_.size() - missing_.size();
  }

  // In a worker.
  std::string extract(size_t unit) {
    analysis::ExtractResult result = analysis::extract(commands_[unit], extract_options_);
    if (!result.facts) {
      return (result.crashed ? kCrashed : kFailed) + result.diagnostics;
    }
    std::string encoded = facts::encode(*result.facts);
    bool is_stored = !cache_ || cache_->store(keys_[unit], result.inputs, encoded).empty();
    return (is_stored ? kFacts : kFactsNotStored) + encoded;
  }

  void take(size_t unit, const JobResult& result) {
    const std::string& file = commands_[unit].file;
    std::string_view payload = result.payload;
    if (!result.finished || payload.empty()) {
      report_.failed.push_back({file, "the front end crashed: " + result.failure, ""});
    } else if (payload.front() == kFacts || payload.front() == kFactsNotStored) {
      report_.cache_failed |= payload.front() == kFactsNotStored;
      facts::Result<facts::TuFacts> facts = facts::decode(payload.substr(1), file);
      if (facts) {
        found_[unit] = std::move(*facts);
      } else {
        report_.failed.push_back({file, facts.error(), ""});
      }
    } else {
      std::string diagnostics(payload.substr(1));
      bool crashed = payload.front() == kCrashed;
      report_.failed.push_back({file, crashed ? "the front end crashed" : first_error(diagnostics), diagnostics});
    }
  }

  const Commands& commands_;
  const Options& options_;
  std::optional<FactsCache> cache_;
  Report& report_;
  analysis::ExtractOptions extract_options_;
  std::vector<std::string> keys_;
  std::vector<std::optional<facts::TuFacts>> found_;
  std::vector<size_t> missing_;
};

} // namespace

facts::Result<std::vector<facts::TuFacts>> extract_units(const Commands& commands, const Options& options,
                                                         Report& report) {
  std::optional<FactsCache> cache;
  if (!options.cache_directory.empty()) {
    facts::Result<FactsCache> opened = FactsCache::open(options.cache_directory, tool_identity());
    if (!opened) {
      return facts::Error{opened.error()};
    }
    cache = std::move(*opened);
  }
  return Extraction(commands, options, std::move(cache), report).run();
}

} // namespace paraudit::tool
