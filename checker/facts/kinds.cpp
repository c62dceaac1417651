#include "checker/facts/facts.h"

namespace paraudit::facts {

#define PARAUDIT_KIND_BEGIN(Enum)                                                                                      \
  std::string_view to_string(Enum value) {                                                                             \
    switch (value) {
#define PARAUDIT_KIND(Enum, enumerator, text)                                                                          \
  case Enum::k##enumerator:                                                                                            \
    return text;
#define PARAUDIT_KIND_END(Enum)                                                                                        \
  case Enum::kCount_:                                                                                                  \
    break;                                                                                                             \
    }                                                                                                                  \
    return "invalid";                                                                                                  \
    }
#include "checker/facts/kinds.def"

} // namespace paraudit::facts
