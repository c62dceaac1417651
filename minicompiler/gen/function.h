// One random function of a generated module.
//
// Every function takes integers, ends after a bounded number of steps, and returns a u64 below 2^40. Its cost (an
// estimate of the steps, callees included) bounds what may call it, so that a crate of any size runs in well under a
// second.
#ifndef PARAUDIT_MINICOMPILER_GEN_FUNCTION_H
#define PARAUDIT_MINICOMPILER_GEN_FUNCTION_H

#include "minicompiler/gen/expression.h"
#include "minicompiler/gen/random.h"

#include <string>
#include <vector>

namespace minirc::gen {

struct Function {
  std::string path; // as `crate::m1::f2`
  std::vector<IntType> parameters;
  unsigned cost = 0;
};

/// What a function of a module may use.
struct Surroundings {
  std::string module_path;               // `crate::m1`
  std::vector<std::string> constants;    // u64 constants below 2^20
  std::vector<std::string> tables;       // statics of type [u32; 8], elements below 2^20
  std::vector<const Function*> callable; // earlier functions, of this module and of others
};

/// Writes function number `index`; `text` grows by its lines, and the result describes it for its callers.
Function generate_function(Random& random, const Surroundings& around, unsigned index, std::string& text);

} // namespace minirc::gen

#endif
