// Checks that every index of a unit is in range, so that whoever walks it needs no checks of its own.
//
// Thread-safety: pure. Cost: linear.
#ifndef PARAUDIT_CHECKER_FACTS_VALIDATE_H
#define PARAUDIT_CHECKER_FACTS_VALIDATE_H

#include "checker/facts/facts.h"

#include <string>

namespace paraudit::facts {

std::string validate(const TuFacts& facts); // what is wrong first, or nothing

} // namespace paraudit::facts

#endif
