// Operators, shared by AST, HIR, MIR building and constant evaluation. Plain enumerations.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_OPERATORS_H
#define PARAUDIT_MINICOMPILER_SOURCE_OPERATORS_H

#include <cstdint>
#include <string_view>

namespace minirc {

enum class BinaryOp : std::uint8_t {
  kAdd,
  kSub,
  kMul,
  kDiv,
  kRem,
  kBitAnd,
  kBitOr,
  kBitXor,
  kShl,
  kShr,
  kEq,
  kNe,
  kLt,
  kLe,
  kGt,
  kGe,
  kAnd,
  kOr, // lazy
};

enum class UnaryOp : std::uint8_t { kNeg, kNot, kDeref };

inline std::string_view spelling(BinaryOp op) {
  constexpr std::string_view kText[] = {"+",  "-",  "*",  "/", "%",  "&", "|",  "^",  "<<",
                                        ">>", "==", "!=", "<", "<=", ">", ">=", "&&", "||"};
  return kText[static_cast<int>(op)];
}
inline bool is_comparison(BinaryOp op) {
  return op >= BinaryOp::kEq && op <= BinaryOp::kGe;
}
inline bool is_lazy(BinaryOp op) {
  return op >= BinaryOp::kAnd;
}
inline bool is_shift(BinaryOp op) {
  return op == BinaryOp::kShl || op == BinaryOp::kShr;
}
inline bool is_bitwise(BinaryOp op) {
  return op >= BinaryOp::kBitAnd && op <= BinaryOp::kBitXor;
}

} // namespace minirc

#endif
