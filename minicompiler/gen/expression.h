// Random integer, boolean and float expressions that can never overflow, divide by zero or leave an array's bounds.
//
// Every integer expression is made for a bound: its value is >= 0 and < 2^bits. Operands get smaller bounds (half the
// bits each for a product, one bit less for a sum), and a variable is masked down to its bound, so that the program
// runs the same with and without overflow checks. Not for several threads at once.
#ifndef PARAUDIT_MINICOMPILER_GEN_EXPRESSION_H
#define PARAUDIT_MINICOMPILER_GEN_EXPRESSION_H

#include "minicompiler/gen/random.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace minirc::gen {

struct IntType {
  std::string_view name;
  unsigned bits; // of magnitude: 7 for i8, 8 for u8
};

/// All integer types of the language but isize / usize, whose width depends on the target.
std::span<const IntType> int_types();
const IntType& int_type(std::string_view name);

struct Variable {
  std::string name; // an expression without side effects: a local, a field, an element
  IntType type;
};

class Expressions {
 public:
  Expressions(Random& random, std::vector<Variable> variables) : random_(random), variables_(std::move(variables)) {}

  void add(Variable variable) { variables_.push_back(std::move(variable)); }

  /// An expression of `type` with a value in [0, 2^bits), parenthesised wherever it is used as an operand.
  std::string integer(const IntType& type, unsigned bits, unsigned depth);
  std::string boolean(unsigned depth);
  /// An f64 expression whose magnitude stays below about 2^(2 * depth + 8).
  std::string floating(unsigned depth);

 private:
  std::string leaf(const IntType& type, unsigned bits);
  std::string operand(const IntType& type, unsigned bits, unsigned depth);
  std::string conversion(const IntType& type, unsigned bits, unsigned depth);

  Random& random_;
  std::vector<Variable> variables_;
};

} // namespace minirc::gen

#endif
