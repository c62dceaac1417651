#include "minicompiler/gen/crate.h"

#include "minicompiler/gen/function.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace minirc::gen {
namespace {

constexpr size_t kImportedFunctions = 24;

class CrateGenerator {
 public:
  explicit CrateGenerator(const CrateOptions& options) : options_(options), random_(options.seed) {}

  std::map<std::string, std::string> generate() {
    std::string declarations, calls;
    for (unsigned i = 0; i < options_.modules; ++i) {
      std::string name = "m" + std::to_string(i);
      bool nested = i % 3 == 2;
      if (nested)
        module(name + "/inner.rs", "crate::" + name + "::inner", name + "::inner", std::max(1u, options_.functions / 4),
               "");
      module(name + ".rs", "crate::" + name, name, options_.functions, nested ? "pub mod inner;\n\n" : "");
      declarations += "mod " + name + ";\n";
      calls += "    total = (total * 31 + " + name + "::run(total)) % 1073741789;\n";
      if (nested)
        calls += "    total = (total * 37 + " + name + "::inner::run(total)) % 1073741789;\n";
    }
    files_["main.rs"] = "//! A generated crate: " + std::to_string(options_.modules) + " modules of " +
                        std::to_string(options_.functions) + " functions, seed " + std::to_string(options_.seed) +
                        ".\n\n" + declarations + "\nfn main() {\n    let mut total: u64 = 1;\n" + calls +
                        "    println!(\"total {}\", total);\n}\n";
    return std::move(files_);
  }

 private:
  std::string table(unsigned index) {
    std::string elements;
    for (int i = 0; i < 8; ++i)
      elements += (i ? ", " : "") + std::to_string(random_.below(1u << 20));
    return "static TABLE_" + std::to_string(index) + ": [u32; 8] = [" + elements + "];\n";
  }

  std::string constants(const std::string& path) {
    std::string text = "pub const SCALE: u64 = " + std::to_string(random_.between(100, 9999)) + ";\n";
    std::string other = constants_.empty() ? "17" : random_.pick(constants_);
    text += "pub const LIMIT: u64 = (SCALE * 3 + " + other + ") % 100003;\n";
    constants_.push_back(path + "::LIMIT");
    return text;
  }

  static std::string record() {
    return "/// What the functions of this module count and weigh.\n"
           "struct Record {\n    count: u64,\n    weight: i32,\n    ratio: f64,\n    open: bool,\n}\n\n"
           "fn touch(record: &mut Record, amount: u64) {\n"
           "    record.count = (record.count + amount * SCALE) % 1048573;\n"
           "    record.ratio = record.ratio * 0.75 + amount as f64;\n"
           "    record.open = !record.open;\n}\n\n"
           "fn weigh(record: &Record) -> u64 {\n"
           "    let whole = (record.ratio * 4.0) as u64;\n"
           "    if record.open {\n        (record.count + whole) % LIMIT\n    } else {\n"
           "        (record.weight & 4095) as u64 + whole % LIMIT\n    }\n}\n\n";
  }

  /// Earlier functions that a module may call: its own are added as they come.
  std::vector<const Function*> imports() {
    std::vector<const Function*> result;
    for (size_t i = 0; i < kImportedFunctions && !functions_.empty(); ++i)
      result.push_back(&random_.pick(functions_));
    return result;
  }

  void module(const std::string& file, const std::string& path, const std::string& shown, unsigned count,
              const std::string& head) {
    std::string text = "//! Module " + shown + ".\n\n" + head + constants(path) + table(0) + table(1) + "\n" + record();
    Surroundings around{path, {"SCALE", "LIMIT"}, {"TABLE_0", "TABLE_1"}, imports()};
    std::string calls;
    for (unsigned i = 0; i < count; ++i) {
      functions_.push_back(generate_function(random_, around, i, text));
      const Function& function = functions_.back();
      around.callable.push_back(&function);
      std::string arguments;
      for (const IntType& type : function.parameters)
        arguments += (arguments.empty() ? "(acc & " : ", (acc & ") +
                     std::to_string((uint64_t{1} << std::min(type.bits, 24u)) - 1) + ") as " + std::string(type.name);
      calls += "    acc = (acc * 33 + f" + std::to_string(i) + "(" + arguments + ")) % 1073741789;\n";
    }
    text += "/// Calls every function of this module and prints what came of it.\npub fn run(start: u64) -> u64 {\n"
            "    let mut acc: u64 = start + LIMIT;\n" +
            calls + "    println!(\"" + shown + " {}\", acc);\n    acc\n}\n";
    files_[file] = std::move(text);
  }

  const CrateOptions& options_;
  Random random_;
  std::map<std::string, std::string> files_;
  std::deque<Function> functions_; // addresses stay
  std::vector<std::string> constants_;
};

} // namespace

std::map<std::string, std::string> generate_crate(const CrateOptions& options) {
  return CrateGenerator(options).generate();
}

} // namespace minirc::gen
