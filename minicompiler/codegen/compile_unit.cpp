// The unit's life: context, module, IR, passes, object.
#include "minicompiler/codegen/module_codegen.h"

#include <cassert>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <mutex>

namespace minirc::codegen {
namespace {

constexpr const char* kTriple = "x86_64-unknown-linux-gnu";

// LLVM's target registry is process-wide; filling it once is all that units ever share.
const llvm::Target* target(std::string& error) {
  static std::once_flag once;
  std::call_once(once, [] {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
  });
  return llvm::TargetRegistry::lookupTarget(kTriple, error);
}

llvm::CodeGenOptLevel backend_level(unsigned level) {
  constexpr llvm::CodeGenOptLevel kLevels[] = {llvm::CodeGenOptLevel::None, llvm::CodeGenOptLevel::Less,
                                               llvm::CodeGenOptLevel::Default, llvm::CodeGenOptLevel::Aggressive};
  return kLevels[level > 3 ? 3 : level];
}

std::unique_ptr<llvm::TargetMachine> make_machine(unsigned level, std::string& error) {
  const llvm::Target* found = target(error);
  if (!found)
    return nullptr;
  llvm::TargetOptions options;
  options.FunctionSections = true;
  options.DataSections = true;
  options.EmitAddrsig = false;
  return std::unique_ptr<llvm::TargetMachine>(found->createTargetMachine(
      kTriple, "x86-64", "", options, llvm::Reloc::PIC_, llvm::CodeModel::Small, backend_level(level)));
}

void optimise(llvm::Module& module, llvm::TargetMachine& machine, unsigned level) {
  if (level == 0)
    return;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager sccs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(sccs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, sccs, modules);
  llvm::OptimizationLevel levels[] = {llvm::OptimizationLevel::O1, llvm::OptimizationLevel::O2,
                                      llvm::OptimizationLevel::O3};
  builder.buildPerModuleDefaultPipeline(levels[(level > 3 ? 3 : level) - 1]).run(module, modules);
}

std::string emit_object(llvm::Module& module, llvm::TargetMachine& machine, std::string& error) {
  llvm::SmallString<0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, llvm::CodeGenFileType::ObjectFile, true)) {
    error = "the target cannot emit object files";
    return {};
  }
  passes.run(module);
  return std::string(bytes);
}

} // namespace

UnitResult compile_unit(TyCtxt& cx, mir::Program& program, const mono::Unit& unit, const UnitOptions& options) {
  UnitResult result;
  llvm::LLVMContext context;
  context.setDiscardValueNames(!options.want_ir); // names of locals and blocks show in the text alone
  llvm::Module module(unit.name, context);
  std::unique_ptr<llvm::TargetMachine> machine = make_machine(options.opt_level, result.error);
  if (!machine)
    return result;
  module.setTargetTriple(kTriple);
  module.setDataLayout(machine->createDataLayout());
  module.setPICLevel(llvm::PICLevel::BigPIC);
  module.setPIELevel(llvm::PIELevel::Large);
  result.diagnostics = ModuleCodegen(cx, program, unit, module).run();
  if (!result.diagnostics.empty())
    return result;
#ifndef NDEBUG
  std::string problems;
  llvm::raw_string_ostream problem_stream(problems);
  if (llvm::verifyModule(module, &problem_stream)) {
    result.error = "internal error: invalid IR in " + unit.name + ": " + problems;
    return result;
  }
#endif
  optimise(module, *machine, options.opt_level);
  if (options.want_ir) {
    llvm::raw_string_ostream stream(result.ir);
    module.print(stream, nullptr);
  }
  if (options.want_object)
    result.object = emit_object(module, *machine, result.error);
  return result;
}

} // namespace minirc::codegen
