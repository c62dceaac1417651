// speedscope's file format and folded stacks.
#include <map>
#include <nlohmann/json.hpp>

#include "reports/export/profiles.h"
#include "reports/export/samples.h"
#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

using Json = nlohmann::ordered_json;

class Frames {
 public:
  std::size_t index(const std::string& name, const SourcePlace& place) {
    auto [found, is_new] = index_.try_emplace({name, place}, list_.size());
    if (is_new) {
      Json frame = {{"name", clean_text(name)}};
      if (!place.file.empty()) {
        frame["file"] = clean_text(place.file);
        frame["line"] = place.line;
      }
      list_.push_back(std::move(frame));
    }
    return found->second;
  }
  Json take() { return std::move(list_); }

 private:
  std::map<std::pair<std::string, SourcePlace>, std::size_t> index_;
  Json list_ = Json::array();
};

Json profile(const char* name, const std::vector<WaitSample>& samples, bool by_holder, Frames& frames) {
  Json stacks = Json::array(), weights = Json::array();
  Ns total = 0;
  for (const WaitSample& sample : samples) {
    const SourcePlace &place = by_holder ? sample.holder : sample.waiter,
                      &other = by_holder ? sample.waiter : sample.holder;
    stacks.push_back({frames.index(sample.lock, {}), frames.index(frame_name(place), place),
                      frames.index((by_holder ? "delayed " : "held by ") + frame_name(other), other)});
    weights.push_back(sample.wait);
    total += sample.wait;
  }
  return {{"type", "sampled"},
          {"name", name},
          {"unit", "nanoseconds"},
          {"startValue", 0},
          {"endValue", total},
          {"samples", std::move(stacks)},
          {"weights", std::move(weights)}};
}

// A frame of a folded stack may hold neither ';' nor a line end.
std::string folded_frame(const std::string& text) {
  std::string frame = clean_text(text);
  for (char& c : frame)
    c = c == ';' ? ':' : c;
  return frame;
}

} // namespace

std::string to_speedscope(const Report& report) {
  std::vector<WaitSample> samples = wait_samples(report);
  Frames frames;
  Json profiles = Json::array();
  profiles.push_back(profile("waits, by who waited", samples, false, frames));
  profiles.push_back(profile("waits, by who held", samples, true, frames));
  Json document = {{"$schema", "https://www.speedscope.app/file-format-schema.json"},
                   {"exporter", "paraudit"},
                   {"name", "lock waits"},
                   {"shared", {{"frames", frames.take()}}},
                   {"profiles", std::move(profiles)},
                   {"activeProfileIndex", 0}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_folded(const Report& report) {
  std::map<std::string, Ns> stacks;
  for (const WaitSample& sample : wait_samples(report))
    stacks[folded_frame(sample.lock) + ";" + folded_frame(frame_name(sample.waiter)) + ";held by " +
           folded_frame(frame_name(sample.holder))] += sample.wait;
  std::string text;
  for (const auto& [stack, wait] : stacks)
    text += stack + " " + std::to_string(wait) + "\n";
  return text;
}

} // namespace paraudit::reports
