// minirc's command line. A plain value once parsed.
#ifndef PARAUDIT_MINICOMPILER_DRIVER_OPTIONS_H
#define PARAUDIT_MINICOMPILER_DRIVER_OPTIONS_H

#include "minicompiler/source/diagnostics.h"
#include <optional>
#include <string>
#include <vector>

namespace minirc::driver {

struct Options {
  std::string input;
  std::string output;     // empty: named after the crate
  std::string crate_name; // of the input's file name, unless given
  bool is_bin = true;
  std::vector<std::string> emit; // mir, llvm-ir, obj, link; metadata: check only
  unsigned opt_level = 0;
  unsigned threads = 1; // 1: without synchronisation
  unsigned codegen_units = 16;
  unsigned shards = 32;
  bool dense_query_cache = false;
  // The past of real compilers, for the audit to find.
  bool global_interner_lock = false;
  bool shared_arena = false;
  bool overflow_checks = true;
  bool debug_assertions = true;
  ErrorFormat error_format = ErrorFormat::kHuman;

  bool emits(const std::string& kind) const;
};

// The options, or nothing when the process should end with `exit_code` (help was printed, or an error reported).
std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

} // namespace minirc::driver

#endif
