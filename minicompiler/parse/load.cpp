#include "minicompiler/parse/load.h"
#include "minicompiler/parse/parser.h"
#include "runtime/parallel/par.h"
#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace minirc {
namespace {

namespace fs = std::filesystem;

// A file to load: where it is and where its own `mod x;` files are looked for.
struct Pending {
  std::string path;
  fs::path directory;              // of its child modules
  const ast::Item* item = nullptr; // the `mod x;`; null for the root
  ReadResult read;
};

class Loader {
 public:
  Loader(Crate& crate, SourceMap& sources, SymbolInterner& symbols)
      : crate_(crate), sources_(sources), symbols_(symbols) {}

  void run(const std::string& root) {
    std::vector<Pending> level(1);
    level[0].path = root;
    level[0].directory = root_directory_ = fs::path(root).parent_path();
    while (!level.empty())
      level = load_level(level);
  }

 private:
  std::vector<Pending> load_level(std::vector<Pending>& level) {
    paraudit::par_for_each_in("read sources", level, [](Pending& p) { p.read = read_source(p.path); });
    std::size_t first = crate_.files.size();
    std::vector<Pending*> loaded;
    for (Pending& p : level)
      if (add(p))
        loaded.push_back(&p);
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < loaded.size(); ++i)
      indices.push_back(first + i);
    paraudit::par_for_each_in("parse files", indices, [&](std::size_t i) { parse(i); });
    std::vector<Pending> next;
    for (std::size_t i = 0; i < loaded.size(); ++i)
      children(crate_.files[first + i]->ast->items, loaded[i]->directory, next);
    return next;
  }

  bool add(Pending& p) {
    const ReadResult& read = p.read;
    if (!read.error.empty() && read.bad_offset == std::string::npos) {
      std::string message = "couldn't read `" + p.path + "`: " + read.error;
      crate_.root_missing |= p.item == nullptr;
      report(make_error(Phase::kParse, 0, p.item ? p.item->span : Span{}, std::move(message)));
      return false;
    }
    if (read.bad_offset != std::string::npos)
      return bad_utf8(p);
    const SourceFile* file = sources_.add(p.path, std::move(p.read.text));
    if (!file) {
      report(make_error(Phase::kParse, 0, p.item ? p.item->span : Span{},
                        "more than 4 GiB of source is not supported by minirc"));
      return false;
    }
    if (p.item)
      crate_.module_files[p.item] = static_cast<std::uint32_t>(crate_.files.size());
    crate_.files.push_back(std::make_unique<ParsedFile>());
    return true;
  }

  // Adds the part before the bad byte, so that the message has a place.
  bool bad_utf8(const Pending& p) {
    std::size_t line =
        1 + static_cast<std::size_t>(std::count(
                p.read.text.begin(), p.read.text.begin() + static_cast<std::ptrdiff_t>(p.read.bad_offset), '\n'));
    Diagnostic d = make_error(Phase::kParse, 0, p.item ? p.item->span : Span{},
                              "couldn't read `" + p.path + "`: stream did not contain valid UTF-8");
    d.note("byte " + std::to_string(p.read.bad_offset) + " of " + p.path + ", on line " + std::to_string(line) +
           ", is not valid UTF-8");
    crate_.root_missing |= p.item == nullptr;
    report(std::move(d));
    return false;
  }

  void parse(std::size_t index) {
    ParsedFile& file = *crate_.files[index];
    VectorSink sink;
    file.ast = parse_file({sources_.file(index), symbols_, file.arena, sink}, file.tokens);
    file.diagnostics = std::move(sink.diagnostics);
  }

  void children(List<const ast::Item*> items, const fs::path& directory, std::vector<Pending>& next) {
    for (const ast::Item* item : items) {
      if (item->kind != ast::ItemKind::kMod)
        continue;
      if (item->is_inline_mod)
        children(item->items, directory / item->name.name.str(), next);
      else
        module_file(item, directory, next);
    }
  }

  void module_file(const ast::Item* item, const fs::path& directory, std::vector<Pending>& next) {
    std::string name(item->name.name.str());
    for (const ast::Attribute& a : item->attrs)
      if (!a.is_doc && a.path.segments.size() == 1 && a.path.segments[0].name.is(Known::kPath))
        return report(make_unsupported(Phase::kParse, a.span, "the `path` attribute"));
    fs::path flat = directory / (name + ".rs"), nested = directory / name / "mod.rs";
    bool has_flat = access(flat.c_str(), F_OK) == 0, has_nested = access(nested.c_str(), F_OK) == 0;
    if (has_flat && has_nested) {
      Diagnostic d = make_error(Phase::kParse, 761, item->span,
                                "file for module `" + name + "` found at both \"" + flat.string() + "\" and \"" +
                                    nested.string() + "\"");
      return report(std::move(d.help("delete or rename one of them to remove the ambiguity")));
    }
    if (!has_flat && !has_nested) {
      Diagnostic d = make_error(Phase::kParse, 583, item->span, "file not found for module `" + name + "`");
      d.help("to create the module `" + name + "`, create file \"" + flat.string() + "\" or \"" + nested.string() +
             "\"");
      return report(std::move(d));
    }
    Pending p;
    p.path = (has_flat ? flat : nested).string();
    p.directory = directory / name;
    p.item = item;
    if (level_depth(p.directory) > 64)
      return report(make_unsupported(Phase::kParse, item->span, "modules nested deeper than 64 files"));
    next.push_back(std::move(p));
  }

  // A symbolic link to an ancestor directory would make modules without end.
  std::size_t level_depth(const fs::path& directory) const {
    return static_cast<std::size_t>(std::distance(directory.begin(), directory.end())) -
           static_cast<std::size_t>(std::distance(root_directory_.begin(), root_directory_.end()));
  }

  void report(Diagnostic d) { crate_.diagnostics.push_back(std::move(d)); }

  Crate& crate_;
  SourceMap& sources_;
  SymbolInterner& symbols_;
  fs::path root_directory_;
};

} // namespace

Crate load_crate(const std::string& root_path, SourceMap& sources, SymbolInterner& symbols) {
  Crate crate;
  Loader(crate, sources, symbols).run(root_path);
  for (const auto& file : crate.files)
    crate.diagnostics.insert(crate.diagnostics.end(), file->diagnostics.begin(), file->diagnostics.end());
  return crate;
}

} // namespace minirc
