#include "instrument/passes/lock_name.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/Demangle/Demangle.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/Operator.h>
#include <llvm/Support/Path.h>

namespace paraudit::instrument {
namespace {

constexpr llvm::StringLiteral kAnonymous = "(anonymous namespace)::";

/// As the IR's type names spell it, with "(anonymous namespace)" and without template arguments.
std::string qualified(const llvm::DIScope* scope, llvm::StringRef name) {
  std::string result = name.split('<').first.str();
  for (; scope; scope = scope->getScope()) {
    if (!llvm::isa<llvm::DINamespace>(scope) && !llvm::isa<llvm::DICompositeType>(scope))
      break;
    result = (scope->getName().empty() ? kAnonymous.str() : scope->getName().split('<').first.str() + "::") + result;
  }
  return result;
}

/// Canonical form: what only one file sees is told apart by that file's name, not by the anonymous namespace.
std::string canonical(std::string name, bool local, llvm::StringRef file) {
  for (size_t at; (at = name.find(kAnonymous)) != std::string::npos; local = true)
    name.erase(at, kAnonymous.size());
  return local ? (llvm::sys::path::filename(file) + "::" + name).str() : name;
}

bool describes_types(const llvm::Module& module) {
  return llvm::any_of(module.debug_compile_units(), [](const llvm::DICompileUnit* unit) {
    return unit->getEmissionKind() == llvm::DICompileUnit::FullDebug;
  });
}

std::string variable_name(const llvm::GlobalVariable& variable, const llvm::Module& module) {
  return canonical(llvm::demangle(variable.getName()), variable.hasLocalLinkage(), module.getSourceFileName());
}

} // namespace

llvm::StringRef source_name(const llvm::StructType& type) {
  llvm::StringRef name = type.hasName() ? type.getName() : "";
  if (!name.consume_front("class."))
    name.consume_front("struct.");
  auto [front, number] = name.rsplit('.');
  bool numbered = !number.empty() && llvm::all_of(number, [](char c) { return llvm::isDigit(c); });
  return numbered || number == "base" ? front : name;
}

LockNames::LockNames(const llvm::Module& module) : module_(module) {
  if (!describes_types(module))
    return;
  llvm::DebugInfoFinder finder;
  finder.processModule(module);
  for (const llvm::DIType* type : finder.types())
    if (const auto* composite = llvm::dyn_cast<llvm::DICompositeType>(type); composite && !composite->isForwardDecl())
      types_[qualified(composite->getScope(), composite->getName())].push_back(composite);
}

std::string LockNames::of(const llvm::Value& lock) const {
  if (const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(&lock))
    return variable_name(*variable, module_);
  return field_name(lock); // not stripped of casts: that would take the first field for the whole
}

std::string LockNames::field_name(const llvm::Value& address) const {
  const auto* access = llvm::dyn_cast<llvm::GEPOperator>(&address);
  if (!access || !access->hasAllConstantIndices())
    return {};
  const auto* type = llvm::dyn_cast<llvm::StructType>(access->getSourceElementType());
  llvm::APInt offset(64, 0);
  if (!type || !access->accumulateConstantOffset(module_.getDataLayout(), offset))
    return {};
  return member_at(*type, offset.getZExtValue());
}

/// Of the instantiations of a template, one of the same size; the IR does not tell them apart.
const llvm::DICompositeType* LockNames::described(const llvm::StructType& type) const {
  auto found = types_.find(source_name(type));
  if (found == types_.end() || type.isOpaque())
    return nullptr;
  uint64_t bits = module_.getDataLayout().getTypeSizeInBits(const_cast<llvm::StructType*>(&type));
  for (const llvm::DICompositeType* candidate : found->second)
    if (candidate->getSizeInBits() == bits || found->second.size() == 1)
      return candidate;
  return nullptr;
}

/// The member that begins at this offset, in the class itself or, where that is a base, in the base.
std::string LockNames::member_at(const llvm::StructType& type, uint64_t offset) const {
  const llvm::DICompositeType* composite = described(type);
  std::string result;
  while (composite) {
    const llvm::DICompositeType* base = nullptr;
    for (const llvm::DINode* element : composite->getElements()) {
      const auto* member = llvm::dyn_cast_or_null<llvm::DIDerivedType>(element);
      if (!member || member->isStaticMember())
        continue;
      uint64_t begin = member->getOffsetInBits() / 8;
      if (member->getTag() == llvm::dwarf::DW_TAG_member && begin == offset)
        return canonical(qualified(composite->getScope(), composite->getName()) + "::" + member->getName().str(), false,
                         composite->getFilename());
      const auto* target = llvm::dyn_cast_or_null<llvm::DICompositeType>(member->getBaseType());
      if (member->getTag() == llvm::dwarf::DW_TAG_inheritance && target && offset >= begin &&
          offset - begin < target->getSizeInBits() / 8) {
        base = target;
        offset -= begin;
        break;
      }
    }
    composite = base;
  }
  return result;
}

} // namespace paraudit::instrument
