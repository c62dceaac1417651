#include "minicompiler/gen/expression.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace minirc::gen {
namespace {

constexpr std::array<IntType, 10> kIntTypes = {{{"i8", 7},
                                                {"u8", 8},
                                                {"i16", 15},
                                                {"u16", 16},
                                                {"i32", 31},
                                                {"u32", 32},
                                                {"i64", 63},
                                                {"u64", 64},
                                                {"i128", 127},
                                                {"u128", 128}}};

constexpr std::array<std::string_view, 6> kComparisons = {"<", "<=", ">", ">=", "==", "!="};

/// 2^bits - 1 as a decimal literal; wider than 62 bits is never needed.
std::string mask(unsigned bits) {
  return std::to_string((uint64_t{1} << std::min(bits, 62u)) - 1);
}

std::string join(const std::string& left, std::string_view op, const std::string& right) {
  return left + " " + std::string(op) + " " + right;
}

} // namespace

std::span<const IntType> int_types() {
  return kIntTypes;
}

const IntType& int_type(std::string_view name) {
  auto found = std::find_if(kIntTypes.begin(), kIntTypes.end(), [&](const IntType& t) { return t.name == name; });
  assert(found != kIntTypes.end() && "no such integer type");
  return *found;
}

std::string Expressions::leaf(const IntType& type, unsigned bits) {
  if (!variables_.empty() && !random_.chance(15)) {
    const Variable& variable = random_.pick(variables_);
    if (variable.type.name == type.name)
      return "(" + join(variable.name, "&", mask(bits)) + ")";
    // Masked before the cast, so that the cast never changes the value.
    unsigned common = std::min(bits, variable.type.bits);
    return "((" + join(variable.name, "&", mask(common)) + ") as " + std::string(type.name) + ")";
  }
  std::string literal = std::to_string(random_.below(uint64_t{1} << std::min(bits, 20u)));
  return random_.chance(50) ? literal + std::string(type.name) : literal + "_" + std::string(type.name);
}

std::string Expressions::conversion(const IntType& type, unsigned bits, unsigned depth) {
  const IntType& from = random_.pick(int_types());
  return "(" + integer(from, std::min(bits, from.bits), depth - 1) + ") as " + std::string(type.name);
}

std::string Expressions::operand(const IntType& type, unsigned bits, unsigned depth) {
  return depth == 0 || bits < 4 ? leaf(type, bits) : "(" + integer(type, bits, depth) + ")";
}

std::string Expressions::integer(const IntType& type, unsigned bits, unsigned depth) {
  bits = std::min({bits, type.bits, 62u});
  if (depth == 0 || bits < 4)
    return leaf(type, bits);
  auto sub = [&](unsigned sub_bits) { return operand(type, sub_bits, depth - 1); };
  switch (random_.below(9)) {
  case 0:
    return join(sub(bits - 1), "+", sub(bits - 1));
  case 1:
    return join(sub(bits / 2), "*", sub(bits / 2));
  case 2:
    return join(mask(bits - 1) + std::string(type.name) + " + " + sub(bits - 1), "-", sub(bits - 1));
  case 3:
    return join(sub(bits), random_.chance(50) ? "^" : "|", sub(bits));
  case 4:
    return join(sub(bits), ">>", std::to_string(random_.between(1, bits / 2)));
  case 5:
    return join(sub(bits / 2), "<<", std::to_string(random_.between(1, bits - bits / 2)));
  case 6:
    return join(sub(bits), random_.chance(50) ? "%" : "/", std::to_string(random_.between(2, 97)));
  case 7:
    return conversion(type, bits, depth);
  default:
    return "if " + boolean(depth - 1) + " { " + integer(type, bits, depth - 1) + " } else { " +
           integer(type, bits, depth - 1) + " }";
  }
}

std::string Expressions::boolean(unsigned depth) {
  const IntType& type = random_.pick(int_types());
  // A cast directly before `<` would read as the start of generic arguments; operands are therefore parenthesised.
  std::string comparison =
      join(operand(type, type.bits - 1, depth), random_.pick(kComparisons), operand(type, type.bits - 1, depth));
  if (depth == 0)
    return comparison;
  switch (random_.below(4)) {
  case 0:
    return comparison + " && " + boolean(depth - 1);
  case 1:
    return "!(" + comparison + ")";
  case 2:
    return "(" + boolean(depth - 1) + ") || " + comparison;
  default:
    return comparison;
  }
}

std::string Expressions::floating(unsigned depth) {
  if (depth == 0) {
    if (random_.chance(50))
      return std::to_string(random_.below(64)) + "." + std::to_string(random_.below(1000));
    return "(" + integer(int_type("i32"), 8, 1) + ") as f64";
  }
  static constexpr std::array<std::string_view, 3> kOps = {"+", "-", "*"};
  if (random_.chance(20))
    return "(" + floating(depth - 1) + ") / " + std::to_string(random_.between(2, 9)) + ".5";
  return "(" + floating(depth - 1) + ") " + std::string(random_.pick(kOps)) + " (" + floating(depth - 1) + ")";
}

} // namespace minirc::gen
