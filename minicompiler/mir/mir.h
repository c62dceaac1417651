// MIR: one body as a control-flow graph of basic blocks over typed places, as rustc's. Built per function from typed
// HIR (mir/build.h), printed by mir/print.h, compiled by codegen/.
//
// Conventions: local 0 is the return value, locals 1..n the parameters. Arithmetic statements wrap; whatever may panic
// is a check of its own (Terminator kAssert), so that a statement always completes. A body owns all it holds in flat
// pools and refers by index; it is immutable once built and shared by all threads. Values have no destructors at this
// level of the language, hence copying and moving are the same bits; kMove says that the source is dead afterwards.
#ifndef PARAUDIT_MINICOMPILER_MIR_MIR_H
#define PARAUDIT_MINICOMPILER_MIR_MIR_H

#include "minicompiler/source/def_id.h"
#include "minicompiler/source/literal.h"
#include "minicompiler/source/operators.h"
#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include "minicompiler/ty/tyctxt.h"
#include <cstdint>
#include <string_view>
#include <vector>

namespace minirc::mir {

using Local = std::uint32_t;
using BlockId = std::uint32_t;
inline constexpr std::uint32_t kNone = 0xffffffff;
inline constexpr Local kReturn = 0;

enum class ProjKind : std::uint8_t { kDeref, kField, kIndex, kConstIndex };

// One step into a place; `type` is the type after the step. index: the field, the local that holds the (checked) index,
// or the index itself (arrays and slices).
struct Proj {
  ProjKind kind = ProjKind::kDeref;
  std::uint32_t index = 0;
  Ty type = nullptr;
};

// A local and `count` projections from Body::projections.
struct Place {
  Local local = kNone;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

// kScalar: bits. kStr: a &str; kByteStr: a &[u8; N]; text. kFn: the address of a function (or its zero-sized item
// type). kStatic: the address of a static. kZeroSized: the one value of the type. kValue: an evaluated const item.
enum class ConstantKind : std::uint8_t { kScalar, kStr, kByteStr, kFn, kStatic, kZeroSized, kValue };

struct Constant {
  ConstantKind kind = ConstantKind::kZeroSized;
  Ty type = nullptr;
  u128 bits = 0;
  std::string_view text{};
  DefId def{};
  const ConstValue* value = nullptr;
};

enum class OperandKind : std::uint8_t { kCopy, kMove, kConst };

struct Operand {
  OperandKind kind = OperandKind::kConst;
  Place place{};              // kCopy, kMove
  std::uint32_t constant = 0; // kConst: index into Body::constants
};

enum class CastKind : std::uint8_t {
  kNumeric, // between integers, floats, bool, char; float to integer saturates
  kPointer, // between pointers, pointers and usize, function pointers: same bits (a fat pointer to a thin one drops the
            // length)
  kUnsize,  // &[T; N] -> &[T]
};

enum class RvalueKind : std::uint8_t {
  kUse,       // a
  kRef,       // the address of place (with length if it is unsized)
  kLen,       // number of elements of place, an array or slice
  kNeg,       // -a, wrapping
  kNot,       // !a
  kBinary,    // a op b: wrapping, shift amounts masked; pointers, bools and chars compare too
  kChecked,   // (a op b, overflowed) of kAdd, kSub, kMul
  kCast,      // a as type
  kAggregate, // struct, tuple or array of the operands list
  kRepeat,    // [a; N] of an array type
  kBuiltin,   // a builtin that neither panics nor writes, on the operands list
  kSlice,     // &place[a .. a + b], the bounds already checked: type is a reference to the slice
  kStrEq,     // whether two &str are equal
  kStrCmp,    // memcmp order of two &str as i32: negative, 0, positive
};

struct Rvalue {
  RvalueKind kind = RvalueKind::kUse;
  BinaryOp op = BinaryOp::kAdd;
  CastKind cast = CastKind::kNumeric;
  Builtin builtin = Builtin::kNone;
  Ty type = nullptr; // of the value
  Place place{};
  Operand a{}, b{};
  std::uint32_t first = 0, count = 0; // Body::operands
};

enum class Sink : std::uint8_t { kStdout, kStderr, kMessage };

// kAssign: place = value. kOut: literal text to a sink. kFormat: one scalar or str argument of a format string;
// width and precision are operands when the spec says kArgument. kFill: every element of slice `place` = a.
enum class StatementKind : std::uint8_t { kAssign, kOut, kFormat, kFill };

struct Statement {
  StatementKind kind = StatementKind::kAssign;
  Sink sink = Sink::kStdout;
  Place place{}; // kAssign: destination; kFormat: the argument
  Rvalue value{};
  std::uint32_t format = 0; // kFormat: Body::formats; kOut: Body::constants (a kStr)
};

struct Format {
  FormatSpec spec{};
  Operand width{}, precision{};
};

enum class PanicKind : std::uint8_t {
#define MINIRC_PANIC(id, text) id,
#include "minicompiler/mir/panics.def"
#undef MINIRC_PANIC
  kBounds, // a: index, b: length
};

enum class TerminatorKind : std::uint8_t {
  kNone,
  kGoto,
  kSwitch,
  kReturn,
  kUnreachable,
  kCall,
  kAssert,
  kPanicText,
  kPanicMessage
};

// kSwitch: on `a`, values and targets in Body::cases, else `target`. kCall: of `def`, or of the pointer `a` when def is
// invalid; the result goes to `place`; target kNone: it does not return. kAssert: goes on at `target` if a == expected,
// else panics as `panic` says, for kBounds with operands list {index, length}. kPanicText: constant `constant`.
struct Terminator {
  TerminatorKind kind = TerminatorKind::kNone;
  bool expected = true;
  PanicKind panic = PanicKind::kBounds;
  Span span{};
  Operand a{};
  Place place{};
  DefId def{};
  Ty callee_type = nullptr; // kCall through a pointer: the kFnPtr
  BlockId target = kNone;
  std::uint32_t first = 0, count = 0; // kSwitch: Body::cases; kCall, kAssert: Body::operands
  std::uint32_t constant = 0;
};

struct SwitchCase {
  u128 value = 0;
  BlockId target = kNone;
};

struct LocalDecl {
  Ty type = nullptr;
  Symbol name{}; // of a variable; empty for temporaries
};

struct Block {
  std::vector<Statement> statements;
  Terminator terminator{};
};

struct Body {
  DefId owner{};
  std::uint32_t param_count = 0;
  bool unsupported = false; // MIR building reported an error: compile no further
  std::vector<LocalDecl> locals;
  std::vector<Block> blocks; // 0 is the entry
  std::vector<Proj> projections;
  std::vector<Operand> operands;
  std::vector<Constant> constants;
  std::vector<Format> formats;
  std::vector<SwitchCase> cases;
  std::vector<DefId> mentioned; // functions and statics that must exist, sorted, each once

  const Proj* projs(const Place& place) const { return projections.data() + place.first; }
  Ty type_of(const Place& place) const {
    return place.count == 0 ? locals[place.local].type : projections[place.first + place.count - 1].type;
  }
  Ty type_of(const Operand& operand) const {
    return operand.kind == OperandKind::kConst ? constants[operand.constant].type : type_of(operand.place);
  }
};

std::string_view panic_text(PanicKind kind); // kBounds has none

} // namespace minirc::mir

#endif
