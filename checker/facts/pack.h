// Values to and from the uncompressed file form. Private to the serialisation (see store.h).
#ifndef PARAUDIT_CHECKER_FACTS_PACK_H
#define PARAUDIT_CHECKER_FACTS_PACK_H

#include "checker/facts/facts.h"
#include "checker/facts/result.h"

#include <string>
#include <string_view>

namespace paraudit::facts {

std::string pack(const TuFacts& facts);
// Errors carry no file name: the caller knows it.
Result<TuFacts> unpack(std::string_view raw);

} // namespace paraudit::facts

#endif
