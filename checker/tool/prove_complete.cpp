#include "checker/tool/prove_complete.h"

#include "checker/tool/object_symbols.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

namespace paraudit::tool {
namespace {

// `count.1`, `_ZL5count.llvm.123`: the compiler tells objects of one name apart by suffixes.
std::string without_suffix(const std::string& name) {
  size_t dot = name.find('.', 1);
  bool is_numbered = dot != std::string::npos && dot + 1 < name.size() &&
                     (std::isdigit(static_cast<unsigned char>(name[dot + 1])) || name.compare(dot, 6, ".llvm.") == 0);
  return is_numbered ? name.substr(0, dot) : name;
}

// What the compiler makes on its own account, with the reason; "" for what somebody wrote.
std::string generated_reason(const std::string& name) {
  static const std::pair<const char*, const char*> kPrefixes[] = {
      {"DW.ref.", "exception table reference"},
      {"__tls_guard", "thread_local guard"},
      {"__profc_", "profile counters"},
      {"__llvm_", "instrumentation"},
      {"__sancov", "instrumentation"},
      {"__asan_", "instrumentation"},
      {"_ZTV", "virtual table"},
      {"_ZTI", "type information"},
  };
  for (const auto& [prefix, reason] : kPrefixes) {
    if (name.starts_with(prefix)) {
      return reason;
    }
  }
  return "";
}

// `CLI` of `CLI::Option::get() const::text`; "" for what is in no namespace.
std::string outermost_scope(std::string name) {
  const std::string guard = "guard variable for ";
  name = name.starts_with(guard) ? name.substr(guard.size()) : name;
  size_t colons = name.find("::");
  if (colons == std::string::npos || name.find_first_of("(<") < colons) {
    return "";
  }
  std::string scope = name.substr(0, colons);
  return scope.substr(scope.rfind(' ') + 1);
}

struct Inventoried {
  std::set<std::string> names;
  std::set<std::string> scopes;                      // outermost namespaces and classes of the analysed code
  std::map<std::string, const link::State*> defined; // those that must have a symbol
};

Inventoried inventory_of(const Report& report) {
  Inventoried inventory;
  for (const link::Function& function : report.program.index->functions) {
    if (function.has_body && !function.facts->in_system_header) {
      // Names of internal functions start with their file's.
      const std::string& name = function.facts->name;
      bool has_file = outermost_scope(name).find('.') != std::string::npos;
      inventory.scopes.insert(outermost_scope(has_file ? name.substr(name.find("::") + 2) : name));
    }
  }
  for (const link::State& state : report.program.index->states) {
    const std::string& name = state.facts.linker_name;
    inventory.names.insert(name);
    // Guard variables and lifetime-extended temporaries belong to their object.
    if (name.starts_with("_Z")) {
      inventory.names.insert("_ZGV" + name.substr(2));
      inventory.names.insert("_ZGR" + name.substr(2) + "_");
    }
    bool is_writable = state.facts.is_definition && !state.facts.is_constexpr && !state.facts.in_system_header &&
                       !state.facts.is_const && !state.facts.is_reference && !state.facts.is_template_instance &&
                       !state.facts.is_inline && state.facts.storage != facts::Storage::kStaticLocal;
    if (is_writable) {
      inventory.defined[name] = &state;
    }
  }
  return inventory;
}

struct Tally {
  size_t symbols = 0;
  size_t explained = 0;
  std::map<std::string, size_t> generated;
  std::vector<WritableSymbol> unexplained;
  std::set<std::string> seen;
};

void classify(const WritableSymbol& symbol, const Inventoried& inventory, Tally& tally) {
  std::string name = without_suffix(symbol.name);
  tally.seen.insert(name);
  std::string reason = generated_reason(name);
  if (!reason.empty()) {
    ++tally.generated[reason];
    return;
  }
  // Nothing that was analysed is declared in that namespace: the object is a system header's.
  std::string scope = outermost_scope(symbol.demangled);
  bool is_foreign = scope == "std" || (!scope.empty() && !inventory.scopes.contains(scope));
  if (is_foreign && !inventory.names.contains(name)) {
    ++tally.generated["outside the analysed code, in '" + scope + "'"];
    return;
  }
  ++tally.symbols;
  bool is_temporary = name.starts_with("_ZGR") && inventory.names.contains(name.substr(0, name.rfind('_') + 1));
  if (inventory.names.contains(name) || inventory.names.contains(symbol.name) || is_temporary) {
    ++tally.explained;
  } else {
    tally.unexplained.push_back(symbol);
  }
}

void print(const Tally& tally, const std::vector<const link::State*>& extras, const Report& report) {
  for (const WritableSymbol& symbol : tally.unexplained) {
    std::printf("unexplained: %s (%s) in %s, %s, %llu bytes\n", symbol.demangled.c_str(), symbol.name.c_str(),
                relative_path(symbol.object, report.root).c_str(), symbol.section.c_str(),
                static_cast<unsigned long long>(symbol.size));
  }
  for (const link::State* state : extras) {
    std::printf("no symbol: %s (%s:%u)\n", state->id.c_str(), relative_path(state->site.file, report.root).c_str(),
                state->site.line);
  }
  double recall =
      tally.symbols == 0 ? 0 : 100.0 * static_cast<double>(tally.explained) / static_cast<double>(tally.symbols);
  std::printf("%zu writable symbols, %zu explained by the inventory, %zu not: recall %.2f %%\n", tally.symbols,
              tally.explained, tally.unexplained.size(), recall);
  for (const auto& [reason, count] : tally.generated) {
    std::printf("%zu not counted: %s\n", count, reason.c_str());
  }
  std::printf("%zu objects of the inventory without a symbol\n", extras.size());
}

} // namespace

int prove_complete(const Report& report, const std::vector<std::string>& objects) {
  Inventoried inventory = inventory_of(report);
  Tally tally;
  std::set<std::string> counted;
  for (const std::string& object : objects) {
    facts::Result<std::vector<WritableSymbol>> symbols = writable_symbols(object);
    if (!symbols) {
      std::fprintf(stderr, "paraudit-check: error: %s\n", symbols.error().c_str());
      return 2;
    }
    for (const WritableSymbol& symbol : *symbols) {
      // Inline variables and statics of templates are in many objects, and one object in the program.
      bool is_internal = symbol.name.starts_with("_ZL") || !symbol.name.starts_with("_Z");
      if (counted.insert(is_internal ? symbol.name + "@" + object : symbol.name).second) {
        classify(symbol, inventory, tally);
      }
    }
  }
  std::vector<const link::State*> extras;
  for (const auto& [name, state] : inventory.defined) {
    if (!tally.seen.contains(name)) {
      extras.push_back(state);
    }
  }
  if (tally.symbols == 0) {
    std::fprintf(stderr, "paraudit-check: error: no writable symbol in the given objects: nothing is proved; were "
                         "their symbols stripped?\n");
    return 2;
  }
  print(tally, extras, report);
  return tally.unexplained.empty() ? 0 : 1;
}

} // namespace paraudit::tool
