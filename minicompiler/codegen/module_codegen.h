// One LLVM module in the making: types, constants and declarations, each made once on demand. Internal to codegen/;
// one thread at a time.
//
// How values are represented. Immediate: integers, floats, bool (i1 as a value, i8 in memory), char (i32), thin
// pointers, and fat pointers ({ptr, i64}). Memory: structs, tuples, arrays; handled by address, passed by pointer (to a
// copy the callee owns), returned through a hidden first parameter. Types without size are Memory and never passed.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_MODULE_CODEGEN_H
#define PARAUDIT_MINICOMPILER_CODEGEN_MODULE_CODEGEN_H

#include "minicompiler/codegen/llvm_headers.h"
#include "minicompiler/codegen/unit.h"
#include <functional>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace minirc::codegen {

// A function's signature as codegen sees it.
struct CallShape {
  std::vector<Ty> params;
  Ty ret = nullptr;
  bool is_variadic = false;
  bool is_extern_c = false;
};

// Ends the code of one item; caught in run(), which reports it.
struct TooBig {
  Ty type;
};

class ModuleCodegen {
 public:
  ModuleCodegen(TyCtxt& cx, mir::Program& program, const mono::Unit& unit, llvm::Module& module);
  std::vector<Diagnostic> run(); // defines every item of the unit; after errors the module is of no use

  llvm::LLVMContext& context() { return module_.getContext(); }
  llvm::Module& module() { return module_; }
  TyCtxt& cx() { return cx_; }
  mir::Program& program() { return program_; }

  // types.cpp
  bool is_immediate(Ty type);
  bool is_fat(Ty type) { return type->is_pointer() && type->inner->is_unsized(); }
  bool is_zero_sized(Ty type) { return size_of(type) == 0; }
  llvm::Type* memory_type(Ty type);
  llvm::Type* immediate_type(Ty type); // of an immediate
  std::uint64_t size_of(Ty type);
  llvm::Align align_of(Ty type);
  llvm::FunctionType* function_type(const CallShape& shape);
  CallShape shape_of(DefId function);
  CallShape shape_of_pointer(Ty fn_ptr);
  bool returns_by_pointer(const CallShape& shape);
  void extend_scalars(const CallShape& shape, const std::function<void(unsigned, llvm::Attribute)>& add);

  // constants.cpp
  llvm::Constant* scalar(Ty type, u128 bits);           // immediate form
  llvm::Constant* const_value(const ConstValue& value); // memory form
  llvm::Constant* anonymous_global(llvm::Constant* value, llvm::Align align, const llvm::Twine& name);
  llvm::Constant* text_pointer(std::string_view text);
  llvm::Constant* text(std::string_view text); // {ptr, length}
  llvm::Constant* location(Span span);
  llvm::Constant* format_spec(const FormatSpec& spec);
  llvm::ConstantInt* i64(std::uint64_t value) {
    return llvm::ConstantInt::get(llvm::Type::getInt64Ty(context()), value);
  }
  llvm::ConstantInt* i32(std::uint32_t value) {
    return llvm::ConstantInt::get(llvm::Type::getInt32Ty(context()), value);
  }

  // declarations.cpp
  llvm::Function* function(DefId def);
  llvm::GlobalVariable* static_variable(DefId def);
  llvm::FunctionCallee runtime(const char* name, llvm::Type* result, llvm::ArrayRef<llvm::Type*> params);
  llvm::FunctionCallee runtime_noreturn(const char* name, llvm::ArrayRef<llvm::Type*> params);

 private:
  llvm::Type* make_memory_type(Ty type);
  void define(DefId def);
  void define_static(DefId def);
  void define_entry(DefId main_fn);
  llvm::GlobalValue::LinkageTypes linkage_of(DefId def) const;

  TyCtxt& cx_;
  mir::Program& program_;
  const mono::Unit& unit_;
  llvm::Module& module_;
  std::unordered_map<Ty, llvm::Type*> types_;
  std::unordered_map<std::uint32_t, llvm::Function*> functions_;
  std::unordered_map<std::uint32_t, llvm::GlobalVariable*> statics_;
  std::unordered_map<std::uint32_t, mono::Linkage> own_; // the unit's items
  std::unordered_map<std::string_view, llvm::Constant*> texts_;
  std::unordered_map<std::uint32_t, llvm::Constant*> locations_;
  std::map<std::tuple<char32_t, int, int, std::uint32_t, std::uint32_t>, llvm::Constant*> specs_;
};

} // namespace minirc::codegen

#endif
