#include "minicompiler/mir/print.h"

namespace minirc::mir {
namespace {

class Printer {
 public:
  Printer(const Body& body, const CrateDefs& defs) : body_(body), defs_(defs) {}

  std::string run() {
    text_ = "fn " + defs_.def_path(body_.owner) + "(";
    for (Local i = 1; i <= body_.param_count; i++)
      text_ += (i > 1 ? ", " : "") + local(i) + ": " + type(body_.locals[i].type);
    text_ += ") -> " + type(body_.locals[0].type) + " {\n";
    for (Local i = 0; i < body_.locals.size(); i++)
      if (i == 0 || i > body_.param_count)
        text_ += "    let " + local(i) + ": " + type(body_.locals[i].type) + ";" + comment(i) + "\n";
    for (BlockId i = 0; i < body_.blocks.size(); i++)
      block(i);
    return text_ + "}\n";
  }

 private:
  static std::string local(Local i) { return "_" + std::to_string(i); }
  static std::string target(BlockId i) { return "bb" + std::to_string(i); }
  std::string type(Ty type) const { return to_string(type, defs_); }
  std::string comment(Local i) const {
    return body_.locals[i].name ? " // " + std::string(body_.locals[i].name.str()) : "";
  }

  std::string place(const Place& place) const {
    std::string text = local(place.local);
    for (std::uint32_t i = 0; i < place.count; i++) {
      const Proj& proj = body_.projs(place)[i];
      switch (proj.kind) {
      case ProjKind::kDeref:
        text = "(*" + text + ")";
        break;
      case ProjKind::kField:
        text += "." + std::to_string(proj.index);
        break;
      case ProjKind::kIndex:
        text += "[" + local(proj.index) + "]";
        break;
      case ProjKind::kConstIndex:
        text += "[" + std::to_string(proj.index) + "]";
        break;
      }
    }
    return text;
  }

  static std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char c : text)
      if (c == '\n')
        result += "\\n";
      else if (c == '"' || c == '\\')
        result += {'\\', c};
      else
        result += c;
    return result + "\"";
  }

  std::string constant(const Constant& constant) const {
    switch (constant.kind) {
    case ConstantKind::kScalar:
      return "const " + to_decimal(constant.bits) + "_" + type(constant.type);
    case ConstantKind::kStr:
      return "const " + quoted(constant.text);
    case ConstantKind::kByteStr:
      return "const b" + quoted(constant.text);
    case ConstantKind::kFn:
      return defs_.def_path(constant.def);
    case ConstantKind::kStatic:
      return "&raw mut " + defs_.def_path(constant.def);
    case ConstantKind::kZeroSized:
    case ConstantKind::kValue:
      return "const " + type(constant.type);
    }
    return {};
  }

  std::string operand(const Operand& operand) const {
    if (operand.kind == OperandKind::kConst) // an unused operand has no constant
      return operand.constant < body_.constants.size() ? constant(body_.constants[operand.constant]) : "";
    return (operand.kind == OperandKind::kMove ? "move " : "copy ") + place(operand.place);
  }

  std::string operands(std::uint32_t first, std::uint32_t count) const {
    std::string text = "(";
    for (std::uint32_t i = 0; i < count; i++)
      text += (i ? ", " : "") + operand(body_.operands[first + i]);
    return text + ")";
  }

  std::string rvalue(const Rvalue& value) const {
    std::string a = "(" + operand(value.a) + ")";
    std::string both = "(" + operand(value.a) + ", " + operand(value.b) + ")";
    switch (value.kind) {
    case RvalueKind::kUse:
      return operand(value.a);
    case RvalueKind::kRef:
      return (value.type->is_mut ? "&mut " : "&") + place(value.place);
    case RvalueKind::kLen:
      return "Len(" + place(value.place) + ")";
    case RvalueKind::kNeg:
      return "Neg" + a;
    case RvalueKind::kNot:
      return "Not" + a;
    case RvalueKind::kBinary:
      return operand(value.a) + " " + std::string(spelling(value.op)) + " " + operand(value.b);
    case RvalueKind::kChecked:
      return "Checked" + std::string(spelling(value.op)) + both;
    case RvalueKind::kCast:
      return operand(value.a) + " as " + type(value.type);
    case RvalueKind::kAggregate:
      return type(value.type) + operands(value.first, value.count);
    case RvalueKind::kRepeat:
      return "[" + operand(value.a) + "; " + std::to_string(value.type->length) + "]";
    case RvalueKind::kBuiltin:
      return "builtin#" + std::to_string(static_cast<int>(value.builtin)) + operands(value.first, value.count);
    case RvalueKind::kSlice:
      return "Slice(" + place(value.place) + ", " + operand(value.a) + ", " + operand(value.b) + ")";
    case RvalueKind::kStrEq:
      return "StrEq" + both;
    case RvalueKind::kStrCmp:
      return "StrCmp" + both;
    }
    return {};
  }

  std::string statement(const Statement& s) const {
    std::string sink = std::to_string(static_cast<int>(s.sink));
    switch (s.kind) {
    case StatementKind::kAssign:
      return place(s.place) + " = " + rvalue(s.value);
    case StatementKind::kOut:
      return "out(" + sink + ", " + constant(body_.constants[s.format]) + ")";
    case StatementKind::kFormat:
      return "format(" + sink + ", " + place(s.place) + ")";
    case StatementKind::kFill:
      return "fill(" + place(s.place) + ", " + operand(s.value.a) + ")";
    }
    return {};
  }

  std::string switch_targets(const Terminator& t) const {
    std::string text = "[";
    for (std::uint32_t i = 0; i < t.count; i++)
      text += to_decimal(body_.cases[t.first + i].value) + ": " + target(body_.cases[t.first + i].target) + ", ";
    return text + "otherwise: " + target(t.target) + "]";
  }

  std::string terminator(const Terminator& t) const {
    switch (t.kind) {
    case TerminatorKind::kGoto:
      return "goto -> " + target(t.target);
    case TerminatorKind::kSwitch:
      return "switch(" + operand(t.a) + ") -> " + switch_targets(t);
    case TerminatorKind::kReturn:
      return "return";
    case TerminatorKind::kUnreachable:
    case TerminatorKind::kNone:
      return "unreachable";
    case TerminatorKind::kCall:
      return place(t.place) + " = " + (t.def.valid() ? defs_.def_path(t.def) : operand(t.a)) +
             operands(t.first, t.count) + (t.target == kNone ? "" : " -> " + target(t.target));
    case TerminatorKind::kAssert:
      return std::string("assert(") + (t.expected ? "" : "!") + operand(t.a) + ", " + quoted(panic_text(t.panic)) +
             operands(t.first, t.count) + ") -> " + target(t.target);
    case TerminatorKind::kPanicText:
      return "panic(" + constant(body_.constants[t.constant]) + ")";
    case TerminatorKind::kPanicMessage:
      return "panic(message)";
    }
    return {};
  }

  void block(BlockId i) {
    text_ += "\n    " + target(i) + ": {\n";
    for (const Statement& s : body_.blocks[i].statements)
      text_ += "        " + statement(s) + ";\n";
    text_ += "        " + terminator(body_.blocks[i].terminator) + ";\n    }\n";
  }

  const Body& body_;
  const CrateDefs& defs_;
  std::string text_;
};

} // namespace

std::string print(const Body& body, const CrateDefs& defs) {
  return Printer(body, defs).run();
}

} // namespace minirc::mir
