// From checked MIR to output files: collection, codegen units in parallel, the link, writing. Runs inside the pool.
#ifndef PARAUDIT_MINICOMPILER_DRIVER_BACKEND_H
#define PARAUDIT_MINICOMPILER_DRIVER_BACKEND_H

#include "minicompiler/driver/compiler.h"
#include <string>
#include <vector>

namespace minirc::driver {

class Backend {
 public:
  Backend(const Options& options, Compiler& compiler) : options_(options), compiler_(compiler) {}

  // Writes everything that was asked for; the text of an error, or nothing. Errors in the program are in diagnostics().
  std::string run();
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::string emit_mir();
  std::string emit_units(const std::vector<codegen::UnitResult>& results);
  std::string link(const std::vector<codegen::UnitResult>& results);
  std::string path_for(const std::string& kind, const std::string& extension) const;
  std::string write(const std::string& path, std::string_view bytes, bool executable) const;

  const Options& options_;
  Compiler& compiler_;
  std::vector<mono::Unit> units_;
  std::vector<Diagnostic> diagnostics_;
};

} // namespace minirc::driver

#endif
