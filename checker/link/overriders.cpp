#include "checker/link/overriders.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace paraudit::link {
namespace {

// Walks from an instantiated class towards its bases: the first method met on the way is the final overrider of
// everything it overrides.
void add_overriders_of(const ProgramIndex& index, const facts::ClassFacts& leaf, Overriders& overriders) {
  std::map<std::string, std::string> final_of; // overridden method -> final overrider
  std::vector<const facts::ClassFacts*> queue{&leaf};
  for (size_t i = 0; i < queue.size() && i < 256; ++i) {
    for (const facts::MethodFacts& method : queue[i]->virtual_methods) {
      auto overrider = final_of.try_emplace(method.symbol, method.symbol).first->second;
      for (const std::string& overridden : method.overrides) {
        final_of.try_emplace(overridden, overrider);
      }
    }
    for (const std::string& base : queue[i]->bases) {
      if (auto found = index.classes.find(base); found != index.classes.end()) {
        queue.push_back(&found->second.facts);
      }
    }
  }
  for (const auto& [method, overrider] : final_of) {
    overriders[method].push_back(overrider);
  }
}

// What stands in for the real thing in tests that are part of the program: MockEnv, test::FakeClock, TestMemLogger.
bool names_test_double(const std::string& class_name) {
  std::string name = class_name.substr(0, class_name.find('<'));
  const size_t scope = name.rfind("::");
  name = scope == std::string::npos ? name : name.substr(scope + 2);
  constexpr std::array<std::string_view, 5> kWords = {"Mock", "Fake", "Stub", "Dummy", "Test"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return name.starts_with(word) && name.size() > word.size() &&
           std::islower(static_cast<unsigned char>(name[word.size()])) == 0;
  });
}

} // namespace

Overriders overriders_of(const ProgramIndex& index) {
  Overriders overriders;
  Overriders doubles;
  for (const auto& [name, record] : index.classes) {
    if (record.facts.instantiated) {
      add_overriders_of(index, record.facts, names_test_double(name) ? doubles : overriders);
    }
  }
  for (const auto& [method, targets] : doubles) {
    overriders.try_emplace(method, targets);
  }
  for (auto& [method, targets] : overriders) {
    std::sort(targets.begin(), targets.end());
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
  }
  return overriders;
}

} // namespace paraudit::link
