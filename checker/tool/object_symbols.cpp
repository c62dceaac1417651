#include "checker/tool/object_symbols.h"

#include <llvm/Demangle/Demangle.h>
#include <llvm/Object/Archive.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>

namespace paraudit::tool {
namespace {

using llvm::object::ELFObjectFileBase;
using llvm::object::ELFSymbolRef;
using Symbols = std::vector<WritableSymbol>;

constexpr uint64_t kWritable = llvm::ELF::SHF_WRITE | llvm::ELF::SHF_ALLOC;

void add_symbol(const ELFObjectFileBase& object, const ELFSymbolRef& symbol, const std::string& path,
                Symbols& symbols) {
  uint8_t type = symbol.getELFType();
  bool is_object = type == llvm::ELF::STT_OBJECT || type == llvm::ELF::STT_TLS || type == llvm::ELF::STT_COMMON;
  llvm::Expected<llvm::StringRef> name = symbol.getName();
  llvm::Expected<llvm::object::section_iterator> section = symbol.getSection();
  if (!name || !section) {
    llvm::consumeError(name.takeError());
    llvm::consumeError(section.takeError());
    return;
  }
  if (!is_object || symbol.getSize() == 0 || *section == object.section_end()) {
    return;
  }
  llvm::object::ELFSectionRef elf_section(**section);
  llvm::Expected<llvm::StringRef> section_name = elf_section.getName();
  std::string in = section_name ? section_name->str() : "";
  llvm::consumeError(section_name.takeError());
  bool is_writable = (elf_section.getFlags() & kWritable) == kWritable;
  if (is_writable && !llvm::StringRef(in).starts_with(".data.rel.ro")) {
    symbols.push_back({name->str(), llvm::demangle(name->str()), path, in, symbol.getSize()});
  }
}

void add_object(const llvm::object::Binary& binary, const std::string& path, Symbols& symbols) {
  if (const auto* object = llvm::dyn_cast<ELFObjectFileBase>(&binary)) {
    for (const ELFSymbolRef& symbol : object->symbols()) {
      add_symbol(*object, symbol, path, symbols);
    }
  }
}

facts::Error to_error(const std::string& path, llvm::Error error) {
  return facts::Error{path + ": cannot be read as an object file: " + llvm::toString(std::move(error))};
}

} // namespace

facts::Result<Symbols> writable_symbols(const std::string& path) {
  llvm::Expected<llvm::object::OwningBinary<llvm::object::Binary>> binary = llvm::object::createBinary(path);
  if (!binary) {
    return to_error(path, binary.takeError());
  }
  Symbols symbols;
  if (const auto* archive = llvm::dyn_cast<llvm::object::Archive>(binary->getBinary())) {
    llvm::Error error = llvm::Error::success();
    for (const llvm::object::Archive::Child& child : archive->children(error)) {
      llvm::Expected<std::unique_ptr<llvm::object::Binary>> member = child.getAsBinary();
      if (member) {
        add_object(**member, path, symbols);
      } else {
        llvm::consumeError(member.takeError());
      }
    }
    if (error) {
      return to_error(path, std::move(error));
    }
  } else {
    add_object(*binary->getBinary(), path, symbols);
  }
  return symbols;
}

} // namespace paraudit::tool
