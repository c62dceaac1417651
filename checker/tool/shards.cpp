#include "checker/tool/shards.h"

#include "checker/facts/store.h"
#include "checker/tool/facts_cache.h"
#include "checker/tool/output_file.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "paraudit.shard";
constexpr const char* kVersion = "1.0";

// Which units are to be extracted, and how: shards of one program agree in it.
Json selection_of(const Commands& commands) {
  Json selection = Json::array();
  for (const analysis::CompileCommand& command : commands) {
    std::string all = command.directory + '\0';
    for (const std::string& argument : command.arguments) {
      all += argument + '\0';
    }
    selection.push_back({{"file", command.file}, {"command", facts::content_hash(all)}});
  }
  return selection;
}

class Loader {
 public:
  explicit Loader(Report& report) : report_(report) {}

  // "" or why the directory cannot be used.
  std::string add(const std::string& directory) {
    std::set<fs::path> records;
    std::error_code error;
    for (fs::directory_iterator it(fs::path(directory) / "shards", error), end; !error && it != end;
         it.increment(error)) {
      if (it->path().extension() == ".json") {
        records.insert(it->path());
      }
    }
    if (records.empty()) {
      return "'" + directory +
             "' holds no facts: there is no record in its directory 'shards'; write them with "
             "'paraudit facts -o " +
             directory + "'";
    }
    for (const fs::path& record : records) {
      if (std::string why = add_record(directory, record); !why.empty()) {
        return "'" + record.string() + "' " + why;
      }
    }
    return "";
  }

  std::vector<facts::TuFacts> finish() {
    report_.units = selection_.size();
    for (std::size_t unit = 0; unit < selection_.size(); ++unit) {
      if (!done_.contains(unit)) {
        const auto why = failed_.find(unit);
        report_.failed.push_back({selection_[unit].at("file").get<std::string>(),
                                  why == failed_.end() ? "no shard has its facts" : why->second, ""});
      }
    }
    std::vector<facts::TuFacts> units;
    for (auto& [name, facts] : parts_) {
      units.push_back(std::move(facts));
    }
    return units;
  }

 private:
  std::string add_record(const std::string& directory, const fs::path& path) {
    std::ifstream in(path);
    const Json record = Json::parse(in, nullptr, /*allow_exceptions=*/false);
    try {
      if (record.is_discarded() || record.at("schema") != kSchema || record.at("version") != kVersion) {
        return "is no record of a shard that this version reads; extract it again";
      }
      if (tool_.empty()) {
        selection_ = record.at("selection");
        report_.left_out = record.value("left_out", LeftOut());
        tool_ = record.at("tool").get<std::string>();
      }
      if (record.at("selection") != selection_ || record.at("tool") != tool_) {
        return "is of another program, or made by another version, than the shards before it; extract both from one "
               "compilation database with one paraudit";
      }
      for (const Json& unit : record.at("units")) {
        add_unit(directory, unit);
      }
    } catch (const Json::exception& error) {
      return std::string("is damaged: ") + error.what() + "; extract the shard again";
    }
    return "";
  }

  void add_unit(const std::string& directory, const Json& unit) {
    const std::size_t index = unit.at("index").get<std::size_t>();
    if (done_.contains(index) || index >= selection_.size()) {
      return;
    }
    if (unit.contains("failed")) {
      failed_.emplace(index, unit.at("failed").get<std::string>());
      return;
    }
    for (const Json& part : unit.at("parts")) {
      if (std::string why = load(directory, part.get<std::string>()); !why.empty()) {
        failed_.emplace(index, why);
        return;
      }
    }
    done_.insert(index);
  }

  std::string load(const std::string& directory, const std::string& name) {
    if (parts_.contains(name)) {
      return "";
    }
    facts::Result<facts::TuFacts> facts = facts::load((fs::path(directory) / "facts" / (name + ".facts")).string());
    if (!facts) {
      return facts.error();
    }
    if (facts->main_file.empty()) {
      facts->command = name; // as extraction does: parts of headers are told apart by what they hold
    }
    parts_.emplace(name, std::move(*facts));
    return "";
  }

  Report& report_;
  Json selection_;
  std::string tool_;
  std::set<std::size_t> done_;
  std::map<std::size_t, std::string> failed_;
  std::map<std::string, facts::TuFacts> parts_;
};

} // namespace

std::pair<std::size_t, std::size_t> shard_range(std::size_t units, ShardNumber shard) {
  return {units * shard.index / shard.of, units * (shard.index + 1) / shard.of};
}

std::string write_shard(const std::string& directory, const Commands& all, ShardNumber shard, const Report& report) {
  std::map<std::string, std::string> failed;
  for (const FailedUnit& unit : report.failed) {
    failed[unit.file] = unit.reason;
  }
  const std::size_t first = shard_range(all.size(), shard).first;
  Json units = Json::array();
  for (std::size_t i = 0; i < report.parts.size(); ++i) {
    Json unit{{"index", first + i}};
    if (report.parts[i].empty()) {
      unit["failed"] = failed[all[first + i].file];
    } else {
      unit["parts"] = report.parts[i];
    }
    units.push_back(std::move(unit));
  }
  const Json record{{"schema", kSchema},
                    {"version", kVersion},
                    {"tool", facts::content_hash(tool_identity())},
                    {"selection", selection_of(all)},
                    {"left_out", report.left_out},
                    {"units", std::move(units)}};
  const fs::path folder = fs::path(directory) / "shards";
  std::error_code error;
  fs::create_directories(folder, error);
  const std::string name = std::to_string(shard.index + 1) + "-of-" + std::to_string(shard.of) + ".json";
  return write_output((folder / name).string(), record.dump(1) + "\n");
}

facts::Result<std::vector<facts::TuFacts>> load_shards(const std::vector<std::string>& directories, Report& report) {
  Loader loader(report);
  for (const std::string& directory : directories) {
    if (std::string why = loader.add(directory); !why.empty()) {
      return facts::Error{why};
    }
  }
  return loader.finish();
}

} // namespace paraudit::tool
