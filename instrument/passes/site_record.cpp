#include "instrument/passes/site_record.h"

#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/IR/Constants.h>
#include <llvm/Support/Path.h>

namespace paraudit::instrument {
namespace {

static_assert(sizeof(paraudit_site) == 56, "the record below repeats the layout of paraudit_site");

llvm::StructType* site_type(llvm::LLVMContext& context) {
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  llvm::Type* i8 = llvm::Type::getInt8Ty(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  return llvm::StructType::get(context, {pointer, pointer, pointer, i32, i32, i8, llvm::ArrayType::get(i8, 3), i32,
                                         pointer, llvm::Type::getInt64Ty(context)});
}

} // namespace

std::string qualified_name(llvm::StringRef linkage_name) {
  llvm::ItaniumPartialDemangler demangler;
  std::string terminated = linkage_name.str();
  if (demangler.partialDemangle(terminated.c_str()) || !demangler.isFunction())
    return terminated;
  char* name = demangler.getFunctionName(nullptr, nullptr);
  std::string result = name ? name : terminated;
  std::free(name);
  return result;
}

std::string source_path(const llvm::DIFile& file) {
  llvm::StringRef name = file.getFilename();
  if (llvm::sys::path::is_absolute(name) || file.getDirectory().empty())
    return name.str();
  llvm::SmallString<128> path(file.getDirectory());
  llvm::sys::path::append(path, name);
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/false);
  return std::string(path);
}

SiteRecords::SiteRecords(llvm::Module& module) : module_(module), type_(site_type(module.getContext())) {}

llvm::Constant* SiteRecords::text(llvm::StringRef value) {
  if (value.empty())
    return llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(module_.getContext()));
  llvm::Constant*& global = texts_[value];
  if (!global) {
    auto* data = llvm::ConstantDataArray::getString(module_.getContext(), value);
    auto* made = new llvm::GlobalVariable(module_, data->getType(), true, llvm::GlobalValue::PrivateLinkage, data,
                                          "paraudit.text");
    made->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
    made->setAlignment(llvm::Align(1));
    global = made;
  }
  return global;
}

llvm::Constant* SiteRecords::record(const llvm::DILocation& location, llvm::StringRef function,
                                    llvm::StringRef lock_name) {
  std::pair key(&location, lock_name.str());
  llvm::Constant*& made = records_[key];
  if (made)
    return made;
  llvm::LLVMContext& context = module_.getContext();
  llvm::Type* i8 = llvm::Type::getInt8Ty(context);
  llvm::Type* i32 = llvm::Type::getInt32Ty(context);
  const llvm::DILocation* outer = location.getInlinedAt();
  llvm::Constant* inlined_at = outer ? record(*outer, function, "") : text("");
  const llvm::DISubprogram& program = *location.getScope()->getSubprogram();
  llvm::StringRef own_name = program.getLinkageName().empty() ? program.getName() : program.getLinkageName();
  llvm::Constant* fields[] = {
      text(source_path(*location.getFile())),
      text(qualified_name(outer ? own_name : function)),
      text(lock_name),
      llvm::ConstantInt::get(i32, location.getLine()),
      llvm::ConstantInt::get(i32, location.getColumn()),
      llvm::ConstantInt::get(i8, location.getColumn() ? PARAUDIT_COLUMN_DEBUG_CLANG : PARAUDIT_COLUMN_NONE),
      llvm::Constant::getNullValue(llvm::ArrayType::get(i8, 3)),
      llvm::ConstantInt::get(i32, PARAUDIT_NO_ID),
      inlined_at,
      llvm::ConstantInt::get(llvm::Type::getInt64Ty(context), 0),
  };
  // Not constant: the recorder writes the id.
  auto* global = new llvm::GlobalVariable(module_, type_, false, llvm::GlobalValue::PrivateLinkage,
                                          llvm::ConstantStruct::get(type_, fields), "paraudit.site");
  global->setAlignment(llvm::Align(8));
  return records_[key] = global;
}

} // namespace paraudit::instrument
