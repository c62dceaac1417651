// Facts as text, for people and for goldens.
//
// Thread-safety: pure. Cost: linear. The text is stable: the same facts always print the same, and only what differs
// from the default is printed.
#ifndef PARAUDIT_CHECKER_FACTS_TEXT_H
#define PARAUDIT_CHECKER_FACTS_TEXT_H

#include "checker/facts/facts.h"

#include <string>

namespace paraudit::facts {

std::string to_text(const TuFacts& facts);
std::string path_text(const TuFacts& facts, PathId path); // `*this->mu_`, `ns::global.field[]`
std::string path_text(const AccessPath& path);

} // namespace paraudit::facts

#endif
