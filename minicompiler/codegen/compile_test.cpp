// MIR made by hand -> executable -> its output. The language's own semantics are tested end to end
// (testdata/minicompiler).
#include "minicompiler/codegen/link.h"
#include "minicompiler/codegen/unit.h"
#include "minicompiler/codegen/write_file.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace minirc::codegen {
namespace {

Type make_type(TyKind kind) {
  Type type;
  type.kind = kind;
  return type;
}

// A crate of two functions: add(a, b) = a + b with its check, and main.
class FakeCrate final : public TyCtxt, public mir::Program {
 public:
  FakeCrate() : i32(make_type(TyKind::kI32)), boolean(make_type(TyKind::kBool)), unit(make_type(TyKind::kTuple)) {
    pair_elements = {&i32, &boolean};
    pair = make_type(TyKind::kTuple);
    pair.elements = List<Ty>(pair_elements.data(), 2);
    sources_.add("hand.rs", "fn add() {}\n");
    for (const char* name : {"add", "main"}) {
      Def def;
      def.name = symbols_.intern(name);
      def.path_hash = defs_.defs.size() + 1;
      defs_.defs.push_back(def);
    }
    defs_.modules.emplace_back();
    defs_.main_fn = DefId{1};
    sigs_[0].params = {&i32, &i32};
    sigs_[0].ret = &i32;
    sigs_[1].ret = &unit;
  }

  const CrateDefs& defs() const override { return defs_; }
  const SourceMap& sources() const override { return sources_; }
  SymbolInterner& symbols() override { return symbols_; }
  const FnSig& fn_sig(DefId fn) override { return sigs_[fn.index]; }
  const mir::Body& mir_of(DefId fn) override { return bodies[fn.index]; }
  const std::string& crate_name() const override { return name_; }
  // Not asked by code generation of such bodies.
  TypeInterner& types() override { std::abort(); }
  Arena& arena() override { std::abort(); }
  DiagnosticSink& sink() override { std::abort(); }
  const hir::Body& hir_body(DefId) override { std::abort(); }
  const StructDef& struct_def(DefId) override { std::abort(); }
  Ty type_of(DefId) override { std::abort(); }
  const TypeckResults& typeck(DefId) override { std::abort(); }
  const ConstValue& const_value(DefId) override { std::abort(); }

  Type i32, boolean, unit, pair;
  std::array<Ty, 2> pair_elements;
  std::array<mir::Body, 2> bodies;

 private:
  CrateDefs defs_;
  SourceMap sources_;
  SymbolInterner symbols_;
  std::array<FnSig, 2> sigs_;
  std::string name_ = "hand";
};

mir::Operand local(mir::Local index) {
  return {mir::OperandKind::kCopy, {index, 0, 0}, 0};
}

void build_add(FakeCrate& crate) {
  mir::Body& body = crate.bodies[0];
  body.owner = DefId{0};
  body.param_count = 2;
  body.locals = {{&crate.i32}, {&crate.i32}, {&crate.i32}, {&crate.pair}};
  body.projections = {{mir::ProjKind::kField, 0, &crate.i32}, {mir::ProjKind::kField, 1, &crate.boolean}};
  body.blocks.resize(2);
  mir::Statement sum;
  sum.place = {3, 0, 0};
  sum.value = {
      .kind = mir::RvalueKind::kChecked, .op = BinaryOp::kAdd, .type = &crate.pair, .a = local(1), .b = local(2)};
  body.blocks[0].statements = {sum};
  body.blocks[0].terminator = {.kind = mir::TerminatorKind::kAssert,
                               .expected = false,
                               .panic = mir::PanicKind::kAddOverflow,
                               .span = {4, 7},
                               .a = {mir::OperandKind::kCopy, {3, 1, 1}, 0},
                               .target = 1};
  mir::Statement result;
  result.place = {0, 0, 0};
  result.value = {.type = &crate.i32, .a = {mir::OperandKind::kMove, {3, 0, 1}, 0}};
  body.blocks[1].statements = {result};
  body.blocks[1].terminator.kind = mir::TerminatorKind::kReturn;
}

void build_main(FakeCrate& crate, u128 a, u128 b) {
  mir::Body& body = crate.bodies[1];
  body.owner = DefId{1};
  body.locals = {{&crate.unit}, {&crate.i32}};
  body.constants = {{.kind = mir::ConstantKind::kScalar, .type = &crate.i32, .bits = a},
                    {.kind = mir::ConstantKind::kScalar, .type = &crate.i32, .bits = b},
                    {.kind = mir::ConstantKind::kStr, .text = "sum: "},
                    {.kind = mir::ConstantKind::kStr, .text = "\n"}};
  body.operands = {{mir::OperandKind::kConst, {}, 0}, {mir::OperandKind::kConst, {}, 1}};
  body.formats.resize(1);
  body.blocks.resize(2);
  body.blocks[0].terminator = {
      .kind = mir::TerminatorKind::kCall, .place = {1, 0, 0}, .def = DefId{0}, .target = 1, .first = 0, .count = 2};
  mir::Statement head, number, tail;
  head.kind = tail.kind = mir::StatementKind::kOut;
  head.format = 2;
  tail.format = 3;
  number.kind = mir::StatementKind::kFormat;
  number.place = {1, 0, 0};
  body.blocks[1].statements = {head, number, tail};
  body.blocks[1].terminator.kind = mir::TerminatorKind::kReturn;
}

struct RunResult {
  std::string output;
  int code = -1;
};

RunResult run(const std::string& executable) {
  std::string path = testing::TempDir() + "hand_" + std::to_string(::getpid());
  EXPECT_EQ(write_file(path, executable, true), "");
  FILE* pipe = ::popen(("RUST_BACKTRACE=0 " + path + " 2>&1").c_str(), "r");
  RunResult result;
  for (int c; (c = std::fgetc(pipe)) != EOF;)
    result.output += static_cast<char>(c);
  result.code = WEXITSTATUS(::pclose(pipe));
  ::unlink(path.c_str());
  return result;
}

std::string build(u128 a, u128 b, unsigned opt_level, bool separate_units) {
  FakeCrate crate;
  build_add(crate);
  build_main(crate, a, b);
  constexpr auto kInternal = mono::Linkage::kInternal;
  std::vector<mono::Unit> units = {{"hand.cgu.0", {{DefId{0}}}}, {"hand.cgu.1", {{DefId{1}, kInternal}}}};
  if (!separate_units)
    units = {{"hand.cgu.0", {{DefId{0}, kInternal}, {DefId{1}, kInternal}}}};
  std::vector<UnitResult> results;
  std::vector<LinkInput> inputs;
  for (const mono::Unit& unit : units)
    results.push_back(compile_unit(crate, crate, unit, {.opt_level = opt_level}));
  for (std::size_t i = 0; i < units.size(); i++) {
    EXPECT_EQ(results[i].error, "");
    inputs.push_back({units[i].name, results[i].object});
  }
  LinkResult linked = link_executable(inputs, 1);
  EXPECT_EQ(linked.error, "");
  return linked.executable;
}

class HandMade : public testing::TestWithParam<std::tuple<unsigned, bool>> {};

TEST_P(HandMade, PrintsTheSum) {
  auto [level, separate] = GetParam();
  RunResult result = run(build(2, 3, level, separate));
  EXPECT_EQ(result.output, "sum: 5\n");
  EXPECT_EQ(result.code, 0);
}

TEST_P(HandMade, PanicsOnOverflow) {
  auto [level, separate] = GetParam();
  RunResult result = run(build(0x7fffffff, 1, level, separate));
  EXPECT_EQ(result.code, 101);
  EXPECT_NE(
      result.output.find(") panicked at hand.rs:1:4:\nattempt to add with overflow\nnote: run with `RUST_BACKTRACE=1`"),
      std::string::npos)
      << result.output;
}

TEST_P(HandMade, IsTheSameEveryTime) {
  auto [level, separate] = GetParam();
  EXPECT_EQ(build(2, 3, level, separate), build(2, 3, level, separate));
}

INSTANTIATE_TEST_SUITE_P(Levels, HandMade, testing::Combine(testing::Values(0u, 2u), testing::Bool()));

} // namespace
} // namespace minirc::codegen
