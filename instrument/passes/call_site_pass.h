// The pass: gives every call that may take a lock, or wait, the site of the user's line.
//
// Before such a call it stores the address of a static site record to the thread-local variable paraudit_call_site
// (instrument/preload/call_site.h), after it, on every way out, null. The interposers of libparaudit-preload.so, which
// the program is linked with, do the recording. Calls inside the standard library and inside lock wrappers are left
// alone: so the outermost call, the user's, decides. Nothing else of the program changes.
//
// Runs at the start of the pipeline, once per module, at every level. Cost: see README.md.
#ifndef PARAUDIT_INSTRUMENT_PASSES_CALL_SITE_PASS_H
#define PARAUDIT_INSTRUMENT_PASSES_CALL_SITE_PASS_H

#include <llvm/IR/PassManager.h>

namespace paraudit::instrument {

class CallSitePass : public llvm::PassInfoMixin<CallSitePass> {
 public:
  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager& analyses);
  static bool isRequired() { return true; } // also under optnone
};

} // namespace paraudit::instrument
#endif
