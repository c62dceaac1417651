// What the back end asks about the crate beyond TyCtxt. Thread-safe; `mir_of` may suspend the caller.
#ifndef PARAUDIT_MINICOMPILER_MIR_PROGRAM_H
#define PARAUDIT_MINICOMPILER_MIR_PROGRAM_H

#include "minicompiler/mir/mir.h"
#include <string>

namespace minirc::mir {

class Program {
 public:
  virtual ~Program() = default;
  virtual const Body& mir_of(DefId function) = 0;
  virtual const std::string& crate_name() const = 0;
};

} // namespace minirc::mir

#endif
