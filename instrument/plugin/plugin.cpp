// paraudit-pass.so: registers the pass with clang (-fpass-plugin=) at the start of every pipeline, and with opt by the
// name paraudit-call-sites.
#include "instrument/passes/call_site_pass.h"

#include <llvm/Passes/PassBuilder.h>
#include <llvm/Passes/PassPlugin.h>

namespace {

void register_with(llvm::PassBuilder& builder) {
  builder.registerPipelineStartEPCallback([](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
    passes.addPass(paraudit::instrument::CallSitePass());
  });
  builder.registerPipelineParsingCallback(
      [](llvm::StringRef name, llvm::ModulePassManager& passes, llvm::ArrayRef<llvm::PassBuilder::PipelineElement>) {
        if (name != "paraudit-call-sites")
          return false;
        passes.addPass(paraudit::instrument::CallSitePass());
        return true;
      });
}

} // namespace

extern "C" __attribute__((visibility("default"))) llvm::PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "paraudit-pass", LLVM_VERSION_STRING, register_with};
}
