// MIR as text, in the manner of rustc's --emit=mir: for people and for tests. Deterministic: names are paths and
// numbers.
#ifndef PARAUDIT_MINICOMPILER_MIR_PRINT_H
#define PARAUDIT_MINICOMPILER_MIR_PRINT_H

#include "minicompiler/mir/mir.h"
#include <string>

namespace minirc::mir {

std::string print(const Body& body, const CrateDefs& defs);

} // namespace minirc::mir

#endif
