#include "instrument/passes/watch_list.h"

#include <llvm/ADT/StringSwitch.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

namespace paraudit::instrument {
namespace {

llvm::Error failure(llvm::StringRef path, const llvm::Twine& what) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), "paraudit --watch: '" + path + "' " + what);
}

ListedAccess access_named(llvm::StringRef name) {
  return llvm::StringSwitch<ListedAccess>(name)
      .Case("read", ListedAccess::Read)
      .Cases("write", "read-write", "mutate", ListedAccess::Write)
      .Default(ListedAccess::None); // its address is taken: who uses that is not here
}

bool needs_watching(const llvm::json::Object& state) {
  const llvm::json::Object* synchronization = state.getObject("synchronization");
  llvm::StringRef kind = synchronization ? synchronization->getString("kind").value_or("none") : "none";
  return kind == "none" || kind == "guarded" || kind == "never-written";
}

std::string line_key(llvm::StringRef path, unsigned line) {
  return (llvm::sys::path::filename(path) + ":" + llvm::Twine(line)).str();
}

} // namespace

bool is_path_of(llvm::StringRef path, llvm::StringRef file) {
  while (file.consume_front("./") || file.consume_front("../"))
    ;
  return !file.empty() && path.ends_with(file) &&
         (path.size() == file.size() || file.starts_with("/") || path[path.size() - file.size() - 1] == '/');
}

llvm::Expected<WatchList> WatchList::read(llvm::StringRef path) {
  auto text = llvm::MemoryBuffer::getFile(path);
  if (!text)
    return failure(path, "cannot be read: " + text.getError().message());
  llvm::Expected<llvm::json::Value> document = llvm::json::parse((*text)->getBuffer());
  if (!document)
    return failure(path, "is no JSON: " + llvm::toString(document.takeError()));
  const llvm::json::Object* root = document->getAsObject();
  const llvm::json::Array* states = root ? root->getArray("shared_state") : nullptr;
  if (!states || root->getString("schema") != "paraudit.findings" ||
      !root->getString("version").value_or("").starts_with("1."))
    return failure(path, "is no paraudit.findings document of version 1: give what "
                         "paraudit check --format=json -o FILE wrote");
  WatchList list;
  for (const llvm::json::Value& value : *states) {
    const llvm::json::Object* state = value.getAsObject();
    if (!state || !state->getString("id"))
      return failure(path, "has a shared_state without an id; check again");
    if (!needs_watching(*state)) {
      ++list.safe_;
      continue;
    }
    size_t index = list.states_.size();
    list.states_.push_back({state->getString("id")->str(), state->getString("symbol").value_or("").str(),
                            state->getString("file").value_or("").str(), state->getString("type").value_or("").str(),
                            state->getString("kind") == "field"});
    const llvm::json::Array* accessors = state->getArray("accessors");
    for (const llvm::json::Value& each : accessors ? *accessors : llvm::json::Array())
      if (const llvm::json::Object* accessor = each.getAsObject()) {
        std::string file = accessor->getString("file").value_or("").str();
        auto line = static_cast<unsigned>(accessor->getInteger("line").value_or(0));
        list.accessors_[line_key(file, line)].push_back(
            {index, file, access_named(accessor->getString("access").value_or(""))});
      }
  }
  return list;
}

llvm::SmallVector<size_t, 2> WatchList::accessed_at(llvm::StringRef path, unsigned line) const {
  llvm::SmallVector<size_t, 2> result;
  auto found = accessors_.find(line_key(path, line));
  if (found != accessors_.end())
    for (const Accessor& accessor : found->second)
      if (is_path_of(path, accessor.file) && !llvm::is_contained(result, accessor.state))
        result.push_back(accessor.state);
  return result;
}

ListedAccess WatchList::access_at(size_t state, llvm::StringRef path, unsigned line) const {
  ListedAccess worst = ListedAccess::None;
  auto found = accessors_.find(line_key(path, line));
  if (found != accessors_.end())
    for (const Accessor& accessor : found->second)
      if (accessor.state == state && is_path_of(path, accessor.file))
        worst = std::max(worst, accessor.access);
  return worst;
}

} // namespace paraudit::instrument
