// What a call of a virtual method may run: the final overriders in the classes of which the program makes objects, and
// of these only in classes that derive from what the object is known to be.
//
// Class hierarchy analysis narrowed to instantiated classes (D. F. Bacon, P. F. Sweeney, "Fast static analysis of C++
// virtual function calls", 1996). A class that stands in for the real thing in tests (MockEnv, FakeClock) counts only
// where nothing else overrides the method. Cost: linear in classes, methods and bases; a call of which the class is
// known, linear in the overriders once. Thread-safety: none, as it remembers answers.
#ifndef PARAUDIT_CHECKER_LINK_OVERRIDERS_H
#define PARAUDIT_CHECKER_LINK_OVERRIDERS_H

#include "checker/link/program_index.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::link {

class Overriders {
 public:
  using Methods = std::vector<std::string>; // sorted

  explicit Overriders(const ProgramIndex& index);

  // By method; one that no object has is not in it.
  const std::map<std::string, Methods>& all() const { return all_; }
  const Methods& of(const std::string& method) const;
  // Those that objects of the class have; all of them where nothing is known of the class.
  const Methods& narrowed(const std::string& method, const std::string& to_class) const;
  // What the call runs.
  Methods of_call(const Function& caller, const facts::Event& event) const;

 private:
  void add_leaf(const facts::ClassFacts& leaf);

  const ProgramIndex& index_;
  std::map<std::string, Methods> all_;
  std::map<std::string, std::map<std::string, std::set<std::string>>> leaves_; // method -> overrider -> classes
  std::map<std::string, std::set<std::string>> leaves_of_;                     // class -> instantiated ones below
  mutable std::map<std::pair<std::string, std::string>, Methods> narrowed_;    // by method and class
};

} // namespace paraudit::link

#endif
