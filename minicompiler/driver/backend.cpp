#include "minicompiler/driver/backend.h"

#include "minicompiler/codegen/link.h"
#include "minicompiler/codegen/write_file.h"
#include "minicompiler/mir/print.h"
#include "minicompiler/mono/mono.h"
#include "runtime/parallel/par.h"

#include <cstdio>
#include <filesystem>

namespace minirc::driver {

std::string Backend::run() {
  if (options_.emits("mir"))
    if (std::string error = emit_mir(); !error.empty())
      return error;
  bool link_wanted = options_.emits("link");
  codegen::UnitOptions unit_options{options_.opt_level, link_wanted || options_.emits("obj"),
                                    options_.emits("llvm-ir")};
  if (!unit_options.want_object && !unit_options.want_ir)
    return {};
  std::vector<mono::Item> items = mono::collect(compiler_, compiler_, options_.is_bin, options_.shards);
  units_ = mono::partition(compiler_.defs(), items, options_.crate_name, options_.codegen_units, options_.is_bin,
                           options_.opt_level > 0);
  std::vector<codegen::UnitResult> results = paraudit::par_map("codegen unit", units_, [&](const mono::Unit& unit) {
    return codegen::compile_unit(compiler_, compiler_, unit, unit_options);
  });
  for (const codegen::UnitResult& result : results) {
    diagnostics_.insert(diagnostics_.end(), result.diagnostics.begin(), result.diagnostics.end());
    if (!result.error.empty())
      return result.error;
  }
  if (!diagnostics_.empty())
    return {};
  if (std::string error = emit_units(results); !error.empty())
    return error;
  return link_wanted ? link(results) : std::string();
}

// -o names the output when there is one; else the crate does, with the kind's extension.
std::string Backend::path_for(const std::string& kind, const std::string& extension) const {
  if (!options_.output.empty() && options_.emit.size() == 1)
    return options_.output;
  std::filesystem::path path = options_.output.empty() ? options_.crate_name : options_.output;
  return kind == "link" ? path.string() : path.replace_extension(extension).string();
}

std::string Backend::write(const std::string& path, std::string_view bytes, bool executable) const {
  if (path != "-")
    return codegen::write_file(path, bytes, executable);
  bool ok = std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0;
  return ok ? std::string() : "could not write output to standard output";
}

std::string Backend::emit_mir() {
  std::string text;
  for (DefId owner : compiler_.defs().body_owners)
    if (compiler_.defs().def(owner).kind == DefKind::kFn)
      text += mir::print(compiler_.mir_of(owner), compiler_.defs()) + "\n";
  return write(path_for("mir", "mir"), text, false);
}

std::string Backend::emit_units(const std::vector<codegen::UnitResult>& results) {
  if (options_.emits("llvm-ir")) {
    std::string text;
    for (const codegen::UnitResult& result : results)
      text += result.ir;
    if (std::string error = write(path_for("llvm-ir", "ll"), text, false); !error.empty())
      return error;
  }
  if (!options_.emits("obj"))
    return {};
  for (std::size_t i = 0; i < results.size(); i++) {
    std::string path = path_for("obj", "o");
    if (results.size() > 1)
      path = std::filesystem::path(path).replace_extension(std::to_string(i) + ".o").string();
    if (std::string error = write(path, results[i].object, false); !error.empty())
      return error;
  }
  return {};
}

std::string Backend::link(const std::vector<codegen::UnitResult>& results) {
  std::vector<codegen::LinkInput> inputs;
  for (std::size_t i = 0; i < results.size(); i++)
    inputs.push_back({units_[i].name, results[i].object});
  codegen::LinkResult linked = codegen::link_executable(inputs, options_.threads);
  if (!linked.error.empty())
    return "linking failed: " + linked.error;
  return write(path_for("link", ""), linked.executable, true);
}

} // namespace minirc::driver
