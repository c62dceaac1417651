#include "checker/analysis/include_order.h"

#include <clang/Lex/Lexer.h>

#include <algorithm>

namespace paraudit::analysis {

using namespace clang;

namespace {

// Whether the text has the name outside of its comments and literals.
bool mentions(const SourceManager& sources, const LangOptions& language, FileID file, StringRef name) {
  const auto buffer = sources.getBufferOrNone(file);
  if (!buffer || !buffer->getBuffer().contains(name))
    return !buffer;
  Lexer lexer(file, *buffer, sources, language);
  Token token;
  do {
    lexer.LexFromRawLexer(token);
    if (token.is(tok::raw_identifier) && token.getRawIdentifier() == name)
      return true;
  } while (token.isNot(tok::eof));
  return false;
}

} // namespace

unsigned IncludeOrder::header(const FileEntry& file) {
  const auto [it, added] = ids_.try_emplace(&file, static_cast<unsigned>(headers_.size()));
  if (added)
    headers_.emplace_back();
  return it->second;
}

void IncludeOrder::begin_headers(FileID buffer, std::vector<std::string> paths) {
  buffer_ = buffer;
  paths_ = std::move(paths);
  current_ = failed_ = -1;
}

int IncludeOrder::failed_header() {
  check_error();
  return failed_;
}

// Errors turn up once the declaration that they are in is complete: at the next header, or at the end.
void IncludeOrder::check_error() {
  if (failed_ < 0 && preprocessor_.getDiagnostics().hasErrorOccurred())
    failed_ = current_;
}

void IncludeOrder::begin_unit() {
  in_unit_ = true;
  for (const auto& entry : preprocessor_.getIdentifierTable())
    mentioned_.insert(entry.second);
}

// The names of builtin functions are known before anything is read: `va_end`. Of them the text tells.
bool IncludeOrder::is_mentioned(const IdentifierInfo* name) const {
  if (!mentioned_.contains(name))
    return false;
  return !name->getBuiltinID() || std::any_of(entered_.begin(), entered_.end(), [&](const auto& entry) {
    return mentions(sources_, preprocessor_.getLangOpts(), entry.first, name->getName());
  });
}

void IncludeOrder::differ(std::string why) {
  if (difference_.empty())
    difference_ = std::move(why);
}

std::string IncludeOrder::difference() {
  for (const unsigned one : ahead_)
    if (!headers_[one].is_reached)
      differ("a header that was parsed ahead is not included");
  return difference_;
}

void IncludeOrder::FileChanged(SourceLocation location, FileChangeReason reason, SrcMgr::CharacteristicKind, FileID) {
  if (reason != EnterFile)
    return;
  const FileID id = sources_.getFileID(location);
  const OptionalFileEntryRef file = sources_.getFileEntryRefForID(id);
  if (!file)
    return;
  if (!in_unit_)
    entered_[id] = header(file->getFileEntry());
  else if (const auto known = ids_.find(&file->getFileEntry()); known != ids_.end())
    reach(known->second);
}

void IncludeOrder::FileSkipped(const FileEntryRef& file, const Token&, SrcMgr::CharacteristicKind) {
  const auto known = in_unit_ ? ids_.find(&file.getFileEntry()) : ids_.end();
  if (known == ids_.end() || headers_[known->second].is_reached)
    return;
  if (!changed_.empty())
    differ("'" + (*changed_.begin())->getName().str() + "' is defined before '" + file.getName().str() +
           "' is included");
  reach(known->second);
}

void IncludeOrder::reach(unsigned start) {
  std::vector<unsigned> work{start};
  while (!work.empty()) {
    Header& next = headers_[work.back()];
    work.pop_back();
    if (next.is_reached)
      continue;
    next.is_reached = true;
    work.insert(work.end(), next.includes.begin(), next.includes.end());
  }
}

void IncludeOrder::InclusionDirective(SourceLocation hash, const Token&, StringRef, bool, CharSourceRange,
                                      OptionalFileEntryRef file, StringRef, StringRef, const Module*, bool,
                                      SrcMgr::CharacteristicKind) {
  if (in_unit_)
    return;
  const FileID includer = sources_.getFileID(hash);
  if (includer == buffer_) {
    check_error();
    ++current_;
    if (failed_ < 0 && (!file || file->getName() != paths_[static_cast<std::size_t>(current_)]))
      failed_ = current_;
    if (file)
      ahead_.push_back(header(file->getFileEntry()));
  } else if (const auto from = entered_.find(includer); file && from != entered_.end()) {
    const unsigned to = header(file->getFileEntry());
    headers_[from->second].includes.push_back(to);
  }
}

// Headers that are made to be included again, like <assert.h>, define again what they defined ahead.
bool IncludeOrder::is_ahead(SourceLocation location) const {
  const OptionalFileEntryRef file = sources_.getFileEntryRefForID(sources_.getFileID(location));
  return file && ids_.contains(&file->getFileEntry());
}

void IncludeOrder::MacroDefined(const Token& name, const MacroDirective* macro) {
  if (!in_unit_ || is_ahead(name.getLocation()) || !is_mentioned(name.getIdentifierInfo()))
    return;
  const MacroDirective* before = macro->getPrevious();
  const bool is_same = before && before->getKind() == MacroDirective::MD_Define &&
                       before->getMacroInfo()->isIdenticalTo(*macro->getMacroInfo(), preprocessor_, false);
  if (!is_same)
    changed_.insert(name.getIdentifierInfo());
}

void IncludeOrder::MacroUndefined(const Token& name, const MacroDefinition& macro, const MacroDirective*) {
  if (!in_unit_ || !macro.getMacroInfo() || changed_.erase(name.getIdentifierInfo()))
    return;
  if (is_ahead(macro.getMacroInfo()->getDefinitionLoc()) && !is_ahead(name.getLocation()))
    changed_.insert(name.getIdentifierInfo());
}

void IncludeOrder::MacroExpands(const Token& name, const MacroDefinition& macro, SourceRange, const MacroArgs*) {
  const MacroInfo* info = macro.getMacroInfo();
  if (!info || !info->isBuiltinMacro())
    return use(macro);
  const StringRef text = name.getIdentifierInfo()->getName();
  const bool is_nested = text == "__INCLUDE_LEVEL__" || text == "__BASE_FILE__";
  if (in_unit_ && is_nested)
    differ("'" + text.str() + "' is used");
  else if (!in_unit_ && failed_ < 0 && (is_nested || text == "__COUNTER__"))
    failed_ = current_;
}

void IncludeOrder::use(const MacroDefinition& macro) {
  // Builtin macros are defined nowhere: `#ifdef __COUNTER__`.
  if (!in_unit_ || !macro.getMacroInfo() || macro.getMacroInfo()->getDefinitionLoc().isInvalid())
    return;
  const FileID file = sources_.getFileID(macro.getMacroInfo()->getDefinitionLoc());
  if (file.isInvalid()) // the compiler's own
    return;
  const auto from = entered_.find(file);
  if (from != entered_.end() && !headers_[from->second].is_reached)
    differ("a macro is used before its header is included");
}

} // namespace paraudit::analysis
