#include "minicompiler/codegen/module_codegen.h"

#include "minicompiler/codegen/body_codegen.h"
#include "minicompiler/mono/symbols.h"
#include "minicompiler/ty/layout.h"

namespace minirc::codegen {
ModuleCodegen::ModuleCodegen(TyCtxt& cx, mir::Program& program, const mono::Unit& unit, llvm::Module& module)
    : cx_(cx), program_(program), unit_(unit), module_(module) {
  for (const mono::UnitItem& item : unit.items)
    own_[item.def.index] = item.linkage;
}

std::vector<Diagnostic> ModuleCodegen::run() {
  std::vector<Diagnostic> errors;
  for (const mono::UnitItem& item : unit_.items) {
    try {
      define(item.def);
    } catch (const TooBig& failure) {
      if (item.linkage == mono::Linkage::kInlineCopy)
        continue; // its own unit says so
      errors.push_back(
          make_error(Phase::kLint, 0, cx_.defs().def(item.def).head, too_big_text(failure.type, cx_.defs())));
    }
  }
  return errors;
}

void ModuleCodegen::define(DefId def) {
  if (cx_.defs().def(def).kind == DefKind::kStatic)
    return define_static(def);
  BodyCodegen(*this, program_.mir_of(def), *function(def)).run();
  if (def == cx_.defs().main_fn)
    define_entry(def);
}

llvm::GlobalValue::LinkageTypes ModuleCodegen::linkage_of(DefId def) const {
  auto own = own_.find(def.index);
  switch (own == own_.end() ? mono::Linkage::kExternal : own->second) {
  case mono::Linkage::kExternal:
    return llvm::GlobalValue::ExternalLinkage;
  case mono::Linkage::kInternal:
    return llvm::GlobalValue::InternalLinkage;
  case mono::Linkage::kInlineCopy:
    return llvm::GlobalValue::AvailableExternallyLinkage;
  }
  __builtin_unreachable();
}

llvm::Function* ModuleCodegen::function(DefId def) {
  llvm::Function*& known = functions_[def.index];
  if (known)
    return known;
  CallShape shape = shape_of(def);
  const Def& definition = cx_.defs().def(def);
  auto* function = llvm::Function::Create(function_type(shape), linkage_of(def),
                                          mono::symbol_name(cx_.defs(), program_.crate_name(), def), module_);
  if (!mono::has_plain_name(cx_.defs(), def) && !function->hasLocalLinkage())
    function->setVisibility(llvm::GlobalValue::HiddenVisibility);
  extend_scalars(shape,
                 [&](unsigned index, llvm::Attribute attribute) { function->addAttributeAtIndex(index, attribute); });
  if (!definition.is_foreign) {
    function->setDSOLocal(true);
    function->setDoesNotThrow();
    function->addFnAttr("probe-stack", "inline-asm"); // a large frame must not jump over the stack's guard page
    if (returns_by_pointer(shape)) {
      function->addParamAttr(0, llvm::Attribute::getWithStructRetType(context(), memory_type(shape.ret)));
      function->addParamAttr(0, llvm::Attribute::NoAlias);
    }
    if (mono::has_attribute(definition, Known::kInline))
      function->addFnAttr(llvm::Attribute::InlineHint);
  }
  if (shape.ret->is(TyKind::kNever))
    function->setDoesNotReturn();
  return functions_[def.index] = function;
}

llvm::GlobalVariable* ModuleCodegen::static_variable(DefId def) {
  llvm::GlobalVariable*& known = statics_[def.index];
  if (known)
    return known;
  const Def& definition = cx_.defs().def(def);
  Ty type = cx_.type_of(def);
  auto* variable =
      new llvm::GlobalVariable(module_, memory_type(type), !definition.is_mut && !definition.is_foreign,
                               linkage_of(def), nullptr, mono::symbol_name(cx_.defs(), program_.crate_name(), def));
  variable->setAlignment(align_of(type));
  if (!definition.is_foreign) {
    variable->setDSOLocal(true);
    if (!variable->hasLocalLinkage() && !mono::has_plain_name(cx_.defs(), def))
      variable->setVisibility(llvm::GlobalValue::HiddenVisibility);
  }
  return statics_[def.index] = variable;
}

void ModuleCodegen::define_static(DefId def) {
  llvm::GlobalVariable* variable = static_variable(def);
  variable->setInitializer(const_value(cx_.const_value(def)));
}

// The support's `main` calls this name.
void ModuleCodegen::define_entry(DefId main_fn) {
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context()), false);
  auto* entry = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, "minirc_user_main", module_);
  entry->setVisibility(llvm::GlobalValue::HiddenVisibility);
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context(), "entry", entry));
  builder.CreateCall(function(main_fn));
  builder.CreateRetVoid();
}

llvm::FunctionCallee ModuleCodegen::runtime(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Type*> params) {
  llvm::FunctionCallee callee = module_.getOrInsertFunction(name, llvm::FunctionType::get(result, params, false));
  llvm::cast<llvm::Function>(callee.getCallee())->setDoesNotThrow();
  return callee;
}

llvm::FunctionCallee ModuleCodegen::runtime_noreturn(const char* name, llvm::ArrayRef<llvm::Type*> params) {
  llvm::FunctionCallee callee = runtime(name, llvm::Type::getVoidTy(context()), params);
  auto* function = llvm::cast<llvm::Function>(callee.getCallee());
  function->setDoesNotReturn();
  function->addFnAttr(llvm::Attribute::Cold);
  return callee;
}

} // namespace minirc::codegen
