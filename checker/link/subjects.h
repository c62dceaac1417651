// What an access is about: the static object or the field of a class that its path leads to.
//
// A path names several: `table.stats.hits` is about the field `hits`, the field `stats` and the object `table`; behind
// a pointer another object begins. Fields stand for all instances of their class. Thread-safety: const after
// construction.
#ifndef PARAUDIT_CHECKER_LINK_SUBJECTS_H
#define PARAUDIT_CHECKER_LINK_SUBJECTS_H

#include "checker/link/program_index.h"

#include <map>
#include <string>
#include <vector>

namespace paraudit::link {

using SubjectId = uint32_t;

struct Subject {
  StateId state = kNoId;   // a static object
  std::string field;       // else the qualified field of a class, of one instantiation
  bool is_pointee = false; // what the pointer leads to (pt_guarded_by)
  std::string name;        // as people read it: instantiations of a template share it
  std::string type;
  bool is_container = false;
  Site site;
  PathId declared_guard = kNoPath; // relative to the object that has the field (root This), or global
};

// One reading of a path.
struct SubjectPart {
  SubjectId subject = kNoId;
  size_t base = 0; // elements of the path that lead to the object that has the field
};

class Subjects {
 public:
  explicit Subjects(const ProgramIndex& index) : index_(index) {}

  // Outermost first. Empty where the path is synchronised by itself, const, or about nothing that is shared.
  const std::vector<SubjectPart>& of(PathId path);
  const Subject& operator[](SubjectId id) const { return subjects_[id]; }
  size_t size() const { return subjects_.size(); }

 private:
  std::vector<SubjectPart> parts(const facts::AccessPath& path);
  SubjectId field_subject(const std::string& name, bool is_pointee);
  SubjectId static_subject(const std::string& symbol);

  const ProgramIndex& index_;
  std::vector<Subject> subjects_;
  std::map<std::string, SubjectId> ids_;
  std::map<PathId, std::vector<SubjectPart>> known_;
};

// `ns::Table<int>::rows` as the template is written: `ns::Table::rows`.
std::string without_template_arguments(const std::string& name);

} // namespace paraudit::link

#endif
