// Loading a crate: reads the root file and every file that `mod x;` leads to, and parses them. Level by level: the
// files of one level are read, then numbered in order, then lexed and parsed in parallel, each in its own arena; so
// file numbers and positions are the same at every thread count. Errors (unreadable file, E0583 missing module, E0584
// two candidates, syntax) go to `diagnostics`.
#ifndef PARAUDIT_MINICOMPILER_PARSE_LOAD_H
#define PARAUDIT_MINICOMPILER_PARSE_LOAD_H

#include "minicompiler/parse/ast.h"
#include "minicompiler/source/arena.h"
#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/source_map.h"
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace minirc {

struct ParsedFile {
  Arena arena;
  const ast::File* ast = nullptr; // null: the file could not be read
  std::vector<Diagnostic> diagnostics;
  std::uint64_t tokens = 0;
};

struct Crate {
  std::vector<std::unique_ptr<ParsedFile>> files;                   // in the order of SourceMap's files
  std::unordered_map<const ast::Item*, std::uint32_t> module_files; // `mod x;` -> index in files
  std::vector<Diagnostic> diagnostics;                              // of all files, in order
  bool root_missing = false;                                        // the root itself could not be read
};

// Must run inside the worker pool when there is one (it uses par_for_each_in).
Crate load_crate(const std::string& root_path, SourceMap& sources, SymbolInterner& symbols);

} // namespace minirc

#endif
