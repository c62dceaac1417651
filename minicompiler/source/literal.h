// Literal values and the parsed form of format strings, shared by AST and HIR. Trivially destructible; text lives in
// the arena of the tree that holds it.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_LITERAL_H
#define PARAUDIT_MINICOMPILER_SOURCE_LITERAL_H

#include "minicompiler/source/int128.h"
#include "minicompiler/source/list.h"
#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include <string_view>

namespace minirc {

enum class LiteralKind : std::uint8_t { kInt, kFloat, kBool, kChar, kStr, kByte, kByteStr, kCStr };

struct Literal {
  LiteralKind kind = LiteralKind::kInt;
  Known suffix = Known::kNone; // kI8 ... kF64, or kNone
  u128 bits = 0;               // integer value, char, byte or bool
  std::string_view text;       // unescaped text of strings; digits of floats, without underscores and suffix
};

enum class FormatTrait : std::uint8_t { kDisplay, kDebug, kLowerHex, kUpperHex, kOctal, kBinary, kLowerExp, kUpperExp };
enum class FormatAlign : std::uint8_t { kUnknown, kLeft, kCenter, kRight };
enum class FormatCount : std::uint8_t { kNone, kLiteral, kArgument };

struct FormatSpec {
  FormatTrait trait = FormatTrait::kDisplay;
  FormatAlign align = FormatAlign::kUnknown;
  bool plus = false;      // {:+}
  bool alternate = false; // {:#}
  bool zero = false;      // {:08}
  char32_t fill = U' ';
  FormatCount width_kind = FormatCount::kNone;
  FormatCount precision_kind = FormatCount::kNone;
  std::uint32_t width = 0;     // a number, or an index into the arguments
  std::uint32_t precision = 0; // the same
};

// "abc {x:>5}" is the piece {"abc ", has_argument, argument index, spec}; trailing text is a piece without argument.
struct FormatPiece {
  std::string_view text; // literal text before the argument, braces already unescaped
  bool has_argument = false;
  std::uint32_t argument = 0;
  FormatSpec spec;
  Span span; // of the {...} in the source
};

} // namespace minirc

#endif
