#include "instrument/passes/user_locks.h"

#include "instrument/passes/site_record.h"
#include "runtime/abi/trace_format.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/ADT/StringSwitch.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/YAMLParser.h>

namespace paraudit::instrument {
namespace {

std::optional<UserLock> effect_named(llvm::StringRef effect, unsigned argument) {
  constexpr unsigned kNone = ~0u;
  unsigned mode = llvm::StringSwitch<unsigned>(effect)
                      .Cases("acquire", "release", PARAUDIT_EXCLUSIVE)
                      .Cases("acquire-shared", "release-shared", PARAUDIT_SHARED)
                      .Case("try-acquire", PARAUDIT_TRY)
                      .Case("try-acquire-shared", PARAUDIT_TRY | PARAUDIT_SHARED)
                      .Default(kNone);
  if (mode == kNone)
    return std::nullopt;
  return UserLock{!effect.starts_with("release"), mode, argument};
}

llvm::StringRef first_component(llvm::StringRef name) {
  return name.split("::").first;
}

/// `Mutex::Lock` of `absl::Mutex::Lock`.
llvm::StringRef last_two(llvm::StringRef name) {
  size_t last = name.rfind("::");
  size_t before = last == llvm::StringRef::npos ? last : name.take_front(last).rfind("::");
  return before == llvm::StringRef::npos ? name : name.drop_front(before + 2);
}

llvm::Error failure(const llvm::Twine& what) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "paraudit --locks: " + what);
}

std::string scalar(llvm::yaml::Node* node) {
  llvm::SmallString<64> storage;
  auto* value = llvm::dyn_cast_or_null<llvm::yaml::ScalarNode>(node);
  return value ? value->getValue(storage).str() : std::string();
}

/// One row of Calls, or of anything else: what keys it has.
llvm::StringMap<std::string> row_of(llvm::yaml::Node& node) {
  llvm::StringMap<std::string> row;
  if (auto* map = llvm::dyn_cast<llvm::yaml::MappingNode>(&node))
    for (llvm::yaml::KeyValueNode& entry : *map) {
      std::string key = scalar(entry.getKey());
      row[key] = scalar(entry.getValue());
    }
  return row;
}

} // namespace

UserLocks::UserLocks() {
#define PARAUDIT_USER_LOCK(name, effect) add_row(name, effect, 0);
#include "instrument/passes/user_locks.def"
}

bool UserLocks::add_row(llvm::StringRef name, llvm::StringRef effect, unsigned argument) {
  std::optional<UserLock> lock = effect_named(effect, argument);
  if (lock)
    rows_[last_two(name)].push_back({first_component(name).str(), *lock});
  return lock.has_value();
}

llvm::Error UserLocks::read(llvm::StringRef path) {
  auto text = llvm::MemoryBuffer::getFile(path);
  if (!text)
    return failure("cannot read '" + path + "': " + text.getError().message());
  llvm::SourceMgr sources;
  std::string wrong;
  sources.setDiagHandler(
      [](const llvm::SMDiagnostic& diagnostic, void* out) {
        *static_cast<std::string*>(out) = (llvm::Twine(diagnostic.getLineNo()) + ": " + diagnostic.getMessage()).str();
      },
      &wrong);
  llvm::yaml::Stream stream((*text)->getMemBufferRef(), sources, false);
  auto document = stream.begin();
  auto* root =
      document == stream.end() ? nullptr : llvm::dyn_cast_or_null<llvm::yaml::MappingNode>(document->getRoot());
  bool has_rows = false;
  if (root)
    for (llvm::yaml::KeyValueNode& entry : *root) {
      std::string key = scalar(entry.getKey());
      auto* rows = llvm::dyn_cast_or_null<llvm::yaml::SequenceNode>(entry.getValue());
      if (key != "Calls" || !rows) {
        entry.skip();
        continue;
      }
      for (llvm::yaml::Node& node : *rows) {
        has_rows = true;
        llvm::StringMap<std::string> row = row_of(node);
        unsigned argument = 0;
        llvm::StringRef(row.lookup("argument")).getAsInteger(10, argument); // "receiver" is argument 0 in the IR
        if (row.lookup("name").empty() && !stream.failed())
          return failure("'" + path + "': an entry of Calls needs 'name' and 'effect'");
        add_row(row.lookup("name"), row.lookup("effect"), argument); // other effects are the checker's business
      }
    }
  if (stream.failed() || !wrong.empty())
    return failure("'" + path + "':" + (wrong.empty() ? " is no YAML" : wrong));
  if (!has_rows)
    return failure("'" + path + "': has no entry under 'Calls', so it names no lock function");
  return llvm::Error::success();
}

/// Clang lists them as {function, text, file, line, arguments}.
void UserLocks::add_annotated(const llvm::Module& module) {
  const llvm::GlobalVariable* all = module.getNamedGlobal("llvm.global.annotations");
  const auto* list =
      all && all->hasInitializer() ? llvm::dyn_cast<llvm::ConstantArray>(all->getInitializer()) : nullptr;
  if (!list)
    return;
  for (const llvm::Use& entry : list->operands()) {
    const auto* fields = llvm::dyn_cast<llvm::ConstantStruct>(entry);
    if (!fields || fields->getNumOperands() < 2)
      continue;
    const auto* function = llvm::dyn_cast<llvm::Function>(fields->getOperand(0)->stripPointerCasts());
    const auto* text = llvm::dyn_cast<llvm::GlobalVariable>(fields->getOperand(1)->stripPointerCasts());
    const auto* data =
        text && text->hasInitializer() ? llvm::dyn_cast<llvm::ConstantDataArray>(text->getInitializer()) : nullptr;
    llvm::StringRef word = data && data->isCString() ? data->getAsCString() : "";
    if (function && word.consume_front("paraudit."))
      if (std::optional<UserLock> lock = effect_named(word, 0))
        annotated_[function] = *lock;
  }
}

std::optional<UserLock> UserLocks::find(const llvm::Function& function, const FunctionName& name) const {
  if (auto found = annotated_.find(&function); found != annotated_.end())
    return found->second;
  if (name.base.empty() || name.standard || name.constructor || name.destructor)
    return std::nullopt;
  llvm::SmallString<64> key(llvm::StringRef(name.scope.data(), name.scope.size()));
  if (!key.empty())
    key += "::";
  key += llvm::StringRef(name.base.data(), name.base.size());
  auto rows = rows_.find(key);
  if (rows == rows_.end())
    return std::nullopt;
  std::string whole = qualified_name(function.getName());
  for (const Row& row : llvm::reverse(rows->second)) // what the user says goes before the table
    if (first_component(whole).split('<').first == row.first)
      return row.lock;
  return std::nullopt;
}

} // namespace paraudit::instrument
