#include "checker/link/overriders.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace paraudit::link {
namespace {

constexpr size_t kMaxAncestors = 256;

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

Overriders::Overriders(const ProgramIndex& index) : index_(index) {
  for (const auto& [name, record] : index.classes) {
    if (record.facts.instantiated) {
      add_leaf(record.facts);
    }
  }
  for (const auto& [method, overriders] : leaves_) {
    Methods real;
    Methods doubles;
    for (const auto& [overrider, classes] : overriders) {
      const bool is_double = std::all_of(classes.begin(), classes.end(), names_test_double);
      (is_double ? doubles : real).push_back(overrider);
    }
    all_.emplace(method, real.empty() ? std::move(doubles) : std::move(real));
  }
}

// Walks from an instantiated class towards its bases: the first method met on the way is the final overrider of
// everything it overrides.
void Overriders::add_leaf(const facts::ClassFacts& leaf) {
  std::map<std::string, std::string> final_of; // overridden method -> final overrider
  std::vector<const facts::ClassFacts*> queue{&leaf};
  for (size_t i = 0; i < queue.size() && i < kMaxAncestors; ++i) {
    leaves_of_[queue[i]->name].insert(leaf.name);
    for (const facts::MethodFacts& method : queue[i]->virtual_methods) {
      auto overrider = final_of.try_emplace(method.symbol, method.symbol).first->second;
      for (const std::string& overridden : method.overrides) {
        final_of.try_emplace(overridden, overrider);
      }
    }
    for (const std::string& base : queue[i]->bases) {
      if (auto found = index_.classes.find(base); found != index_.classes.end()) {
        queue.push_back(&found->second.facts);
      }
    }
  }
  for (const auto& [method, overrider] : final_of) {
    leaves_[method][overrider].insert(leaf.name);
  }
}

const Overriders::Methods& Overriders::of(const std::string& method) const {
  static const Methods kNobody;
  auto found = all_.find(method);
  return found == all_.end() ? kNobody : found->second;
}

const Overriders::Methods& Overriders::narrowed(const std::string& method, const std::string& to_class) const {
  const Methods& every = of(method);
  if (every.empty() || !index_.classes.contains(to_class)) {
    return every;
  }
  auto [entry, is_new] = narrowed_.try_emplace({method, to_class});
  if (is_new) {
    const auto& overriders = leaves_.at(method);
    auto below = leaves_of_.find(to_class);
    std::copy_if(every.begin(), every.end(), std::back_inserter(entry->second), [&](const std::string& overrider) {
      const std::set<std::string>& classes = overriders.at(overrider);
      return std::any_of(classes.begin(), classes.end(), [&](const std::string& leaf) {
        return below != leaves_of_.end() && below->second.contains(leaf);
      });
    });
  }
  return entry->second;
}

Overriders::Methods Overriders::of_call(const Function& caller, const facts::Event& event) const {
  Methods methods = narrowed(event.callee, event.receiver_class);
  const auto slot = caller.cut_targets.empty() ? std::nullopt : index_.given_object(caller, event.receiver.path);
  if (slot) {
    std::erase_if(methods, [&](const std::string& method) { return caller.cut_targets.contains({*slot, method}); });
  }
  return methods;
}

} // namespace paraudit::link
