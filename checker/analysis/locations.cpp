#include "checker/analysis/locations.h"

#include <llvm/Support/Path.h>

namespace paraudit::analysis {

using namespace clang;

Locations::Locations(ASTContext& context, std::vector<facts::File>& files, std::string directory,
                     const HeaderSearch& headers)
    : context_(context), sources_(context.getSourceManager()), files_(files), directory_(std::move(directory)),
      headers_(headers) {}

bool Locations::in_system_header(SourceLocation location) const {
  return sources_.isInSystemHeader(sources_.getExpansionLoc(location));
}

std::string Locations::canonical(SourceLocation expansion, StringRef raw) const {
  const OptionalFileEntryRef entry = sources_.getFileEntryRefForID(sources_.getFileID(expansion));
  // A generated file's `#line` names another file, in which the line is to be looked up.
  const bool is_own_name = entry && entry->getName() == raw;
  llvm::SmallString<256> path(is_own_name ? sources_.getFileManager().getCanonicalName(*entry) : raw);
  if (!llvm::sys::path::is_absolute(path)) {
    llvm::SmallString<256> absolute(directory_);
    llvm::sys::path::append(absolute, path);
    path = absolute;
  }
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  return path.str().str();
}

facts::FileId Locations::file(SourceLocation expansion, const PresumedLoc& presumed) {
  const std::string raw = presumed.getFilename();
  const auto [it, added] = ids_.try_emplace(raw, static_cast<facts::FileId>(files_.size()));
  if (added)
    files_.push_back({raw, canonical(expansion, raw), in_system_header(expansion)});
  return it->second;
}

std::string Locations::main_file() const {
  const SourceLocation start = sources_.getLocForStartOfFile(sources_.getMainFileID());
  const OptionalFileEntryRef entry = sources_.getFileEntryRefForID(sources_.getMainFileID());
  return canonical(start, entry ? entry->getName() : "");
}

std::string Locations::header(SourceLocation location) const {
  const SourceLocation expansion = sources_.getExpansionLoc(location);
  const FileID id = sources_.getFileID(expansion);
  const OptionalFileEntryRef entry = sources_.getFileEntryRefForID(id);
  if (!entry || id == sources_.getMainFileID() || !headers_.isFileMultipleIncludeGuarded(*entry))
    return "";
  return canonical(expansion, entry->getName());
}

unsigned Locations::line(SourceLocation location) const {
  return sources_.getPresumedLoc(sources_.getExpansionLoc(location)).getLine();
}

unsigned Locations::column(SourceLocation location) const {
  const PresumedLoc presumed = sources_.getPresumedLoc(location);
  return presumed.isValid() ? presumed.getColumn() : 0;
}

facts::Location Locations::at(SourceLocation location) {
  facts::Location out;
  if (location.isInvalid())
    return out;
  const SourceLocation expansion = sources_.getExpansionLoc(location);
  const PresumedLoc presumed = sources_.getPresumedLoc(expansion);
  if (presumed.isInvalid())
    return out;
  out.file = file(expansion, presumed);
  out.line = presumed.getLine();
  out.column = presumed.getColumn();
  if (location.isMacroID()) {
    const SourceLocation spelling = sources_.getSpellingLoc(location);
    if (const PresumedLoc spelled = sources_.getPresumedLoc(spelling);
        spelled.isValid() && sources_.getFileID(spelling) != FileID() && !sources_.isWrittenInScratchSpace(spelling)) {
      out.spelling_file = file(spelling, spelled);
      out.spelling_line = spelled.getLine();
      out.spelling_column = spelled.getColumn();
    }
  }
  return out;
}

namespace {

// Where a default argument `source_location::current()` would point for this call.
SourceLocation call_location(const Expr* expression) {
  if (const auto* construct = dyn_cast<CXXConstructExpr>(expression))
    return construct->getLocation();
  return expression->getBeginLoc();
}

// What CodeGen makes the current debug location while it emits this call.
SourceLocation debug_location(const Expr* expression) {
  if (const auto* construct = dyn_cast<CXXConstructExpr>(expression))
    return construct->getLocation();
  return expression->getExprLoc();
}

} // namespace

SourceLocation Locations::gcc_location(const Expr* expression) const {
  if (const auto* construct = dyn_cast<CXXConstructExpr>(expression))
    return construct->getParenOrBraceRange().getEnd();
  const auto* call = dyn_cast<CallExpr>(expression);
  if (!call || isa<CXXOperatorCallExpr>(call) || call->getCallee()->getEndLoc().isMacroID())
    return {};
  const LangOptions& options = context_.getLangOpts();
  const SourceLocation after =
      Lexer::findLocationAfterToken(call->getCallee()->getEndLoc(), tok::l_paren, sources_, options, false);
  return after.isValid() ? after.getLocWithOffset(-1) : after;
}

facts::Location Locations::at(const Expr* expression) {
  const SourceLocation begin = expression->getBeginLoc();
  const bool is_call = isa<CallExpr>(expression) || isa<CXXConstructExpr>(expression);
  if (!is_call)
    return at(expression->getExprLoc());
  const SourceLocation debug = debug_location(expression);
  facts::Location out = at(debug);
  const SourceLocation expansion = sources_.getExpansionLoc(debug);
  const bool in_macro = begin.isMacroID() || debug.isMacroID();
  out.debug_column = column(expansion);
  const SourceLocation call = sources_.getExpansionRange(call_location(expression)).getEnd();
  const PresumedLoc presumed = sources_.getPresumedLoc(call);
  out.call_column = presumed.isValid() ? presumed.getColumn() : 0;
  if (presumed.isValid() && presumed.getLine() != out.line) {
    // A call over several lines: its line is that of source_location, DWARF names another.
    out.debug_line = out.line;
    out.line = presumed.getLine();
    out.column = presumed.getColumn();
  }
  if (in_macro) {
    out.gcc_column = column(expansion);
  } else if (const SourceLocation gcc = gcc_location(expression); gcc.isValid()) {
    out.gcc_column = column(gcc);
  }
  return out;
}

} // namespace paraudit::analysis
