#include "instrument/passes/standard_calls.h"

#include <llvm/Demangle/Demangle.h>

namespace paraudit::instrument {
namespace {

std::string taken(char* text) {
  std::string result = text ? text : "";
  std::free(text);
  return result;
}

} // namespace

StandardMember standard_member(const llvm::Function& function) {
  llvm::StringRef linker_name = function.getName();
  if (!linker_name.starts_with("_ZN") || linker_name.take_front(8).find("St") == llvm::StringRef::npos)
    return {};
  std::string text = linker_name.str(); // which the demangler goes on to point into
  llvm::ItaniumPartialDemangler demangler;
  if (demangler.partialDemangle(text.c_str()) || !demangler.isFunction())
    return {};
  std::string scope = taken(demangler.getFunctionDeclContextName(nullptr, nullptr));
  llvm::StringRef rest = llvm::StringRef(scope).split('<').first;
  if (!rest.consume_front("std::"))
    return {};
  return {rest.rsplit("::").second.empty() ? rest.str() : rest.rsplit("::").second.str(),
          taken(demangler.getFunctionBaseName(nullptr, nullptr))};
}

} // namespace paraudit::instrument
