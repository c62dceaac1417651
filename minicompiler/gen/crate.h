// Generates crates that rustc and minirc both accept and that print the same with both.
//
// The mix: modules in files of their own, every third with a nested module in a file; per module two constants (one
// made of other modules' constants), a static table, a struct with two functions that take it by reference, and
// functions whose bodies mix all integer widths, f64, bool, arrays, loops of every kind, and calls inside and across
// modules. About 12 lines and 110 tokens a function. The same options give the same bytes on every machine.
#ifndef PARAUDIT_MINICOMPILER_GEN_CRATE_H
#define PARAUDIT_MINICOMPILER_GEN_CRATE_H

#include <cstdint>
#include <map>
#include <string>

namespace minirc::gen {

struct CrateOptions {
  unsigned modules = 8;    // top-level modules, 1 .. 10000
  unsigned functions = 20; // a module, 1 .. 10000
  uint64_t seed = 1;
};

/// The crate's files by their path under the crate's directory; `main.rs` is the root.
std::map<std::string, std::string> generate_crate(const CrateOptions& options);

} // namespace minirc::gen

#endif
