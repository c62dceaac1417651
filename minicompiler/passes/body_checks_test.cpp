// The front end from text to checked bodies, over a context that answers questions by computing them on the spot.
#include "minicompiler/hir/lower.h"
#include "minicompiler/parse/parser.h"
#include "minicompiler/passes/passes.h"
#include "minicompiler/resolve/resolve.h"
#include "minicompiler/ty/collect.h"
#include "minicompiler/ty/const_eval.h"
#include "minicompiler/ty/interner.h"
#include "minicompiler/ty/typeck.h"
#include <gtest/gtest.h>
#include <map>
#include <thread>

namespace minirc {
namespace {

template <class Value> class Memo {
 public:
  template <class Make> const Value& get(DefId id, Make make) {
    auto found = values_.find(id);
    if (found == values_.end())
      found = values_.emplace(id, make()).first;
    return found->second;
  }

 private:
  std::map<DefId, Value> values_;
};

class TestContext final : public TyCtxt {
 public:
  explicit TestContext(std::string text) {
    const SourceFile* file = map_.add("t.rs", std::move(text));
    crate_.files.push_back(std::make_unique<ParsedFile>());
    std::uint64_t tokens = 0;
    crate_.files[0]->ast = parse_file({*file, symbols_, crate_.files[0]->arena, sink_}, tokens);
    defs_ = resolve_crate(crate_, symbols_, sink_, false, "test");
  }

  const CrateDefs& defs() const override { return defs_; }
  const SourceMap& sources() const override { return map_; }
  TypeInterner& types() override { return types_; }
  SymbolInterner& symbols() override { return symbols_; }
  Arena& arena() override { return arena_; }
  DiagnosticSink& sink() override { return sink_; }
  const hir::Body& hir_body(DefId id) override {
    return bodies_.get(id, [&] { return lower_owner({defs_, symbols_, arena_, sink_}, id); });
  }
  const FnSig& fn_sig(DefId id) override {
    return sigs_.get(id, [&] { return fn_sig_of(*this, id); });
  }
  const StructDef& struct_def(DefId id) override {
    return structs_.get(id, [&] { return struct_def_of(*this, id); });
  }
  Ty type_of(DefId id) override {
    return declared_.get(id, [&] { return declared_type_of(*this, id); });
  }
  const TypeckResults& typeck(DefId id) override {
    return typecks_.get(id, [&] { return typeck_body(*this, id); });
  }
  const ConstValue& const_value(DefId id) override {
    return consts_.get(id, [&] { return eval_const(*this, id); });
  }

  DefId find(std::string_view name) const {
    for (std::uint32_t i = 0; i < defs_.defs.size(); ++i)
      if (defs_.defs[i].name.str() == name)
        return DefId{i};
    return {};
  }

  std::string local_type(std::string_view fn, std::string_view local) {
    const TypeckResults& results = typeck(find(fn));
    const hir::Body& body = hir_body(find(fn));
    for (std::uint32_t i = 0; i < body.locals.size(); ++i)
      if (body.locals[i].name.str() == local)
        return to_string(results.local_types[i], defs_);
    return "?";
  }

  std::string all_errors() {
    for (DefId id : defs_.body_owners) {
      typeck(id);
      check_matches(*this, id);
      check_moves(*this, id);
    }
    sort_diagnostics(sink_.diagnostics);
    std::string out;
    for (const Diagnostic& d : sink_.diagnostics)
      out += (d.code ? code_name(d.code) : "-") + ":" + std::to_string(map_.lookup(d.primary().lo).line) + " ";
    return out;
  }

 private:
  SourceMap map_;
  SymbolInterner symbols_{{.shards = 1}};
  TypeInterner types_{{.shards = 1}};
  Arena arena_;
  VectorSink sink_;
  Crate crate_;
  CrateDefs defs_;
  Memo<hir::Body> bodies_;
  Memo<FnSig> sigs_;
  Memo<StructDef> structs_;
  Memo<Ty> declared_;
  Memo<TypeckResults> typecks_;
  Memo<ConstValue> consts_;
};

std::string errors(std::string text) {
  return TestContext(std::move(text)).all_errors();
}

#if !defined(PARAUDIT_SERIAL) // a serial build has no second thread to race with
TEST(Types, EqualTypesAreOneObject) {
  TypeInterner types({.shards = 4});
  std::vector<Ty> seen(4);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::uint64_t n = 0; n < 2000; ++n)
        seen[t] = types.ref(types.array(types.tuple({types.boolean(), types.unit()}), n), true);
    });
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(seen[0], seen[3]);
  EXPECT_NE(seen[0], types.ref(seen[0]->inner, false));
}
#endif

TEST(Typeck, LiteralsTakeTheirTypeFromUse) {
  TestContext cx("fn g(a: u8) {} fn f() { let a = 1; let b = 2.5; let c = 7; g(c); let d = [c; 3]; let e = (a, 'x', "
                 "&d); let s = \"x\"; let h = 1u64 + 2; }");
  EXPECT_EQ(cx.all_errors(), "");
  EXPECT_EQ(cx.local_type("f", "a"), "i32");
  EXPECT_EQ(cx.local_type("f", "b"), "f64");
  EXPECT_EQ(cx.local_type("f", "c"), "u8");
  EXPECT_EQ(cx.local_type("f", "e"), "(i32, char, &[u8; 3])");
  EXPECT_EQ(cx.local_type("f", "s"), "&str");
  EXPECT_EQ(cx.local_type("f", "h"), "u64");
}

TEST(Typeck, BranchesThatDivergeTakeTheOtherType) {
  TestContext cx("fn f(c: bool) -> u8 { let a = if c { 3u8 } else { return 1 }; let b = match c { true => a, false => "
                 "panic!() }; let l = loop { break b; }; l }");
  EXPECT_EQ(cx.all_errors(), "");
  EXPECT_EQ(cx.local_type("f", "l"), "u8");
}

TEST(Typeck, MethodCallsBorrowTheirReceiver) {
  TestContext cx(
      "struct P { x: i32 } impl P { fn get(&self) -> i32 { self.x } fn set(&mut self) { self.x = 1; } } "
      "fn f() { let mut p = P { x: 1 }; p.set(); let r = &&p; let a = r.get(); let n = [1, 2].len(); let q = p; }");
  EXPECT_EQ(cx.all_errors(), "");
  EXPECT_EQ(cx.local_type("f", "n"), "usize");
}

TEST(Typeck, ErrorsCarryTheCodesOfRustc) {
  EXPECT_EQ(errors("fn f() -> i32 {\n true }"), "E0308:2 ");
  EXPECT_EQ(errors("fn f() {\n let x = 1 + true;\n let y: u8 = -1i8; }"), "E0277:2 E0308:3 ");
  EXPECT_EQ(errors("fn f() {\n 5.foo();\n let x = 5;\n x.pow(2); }"), "E0599:2 E0689:4 ");
  EXPECT_EQ(errors("fn f(x: &mut i32) {}\nfn g() { let a = 1;\n f(&mut a); }"), "E0596:3 ");
}

TEST(Moves, BranchesJoinAndLoopsRepeat) {
  const std::string types = "struct S; fn take(s: S) {}\n";
  EXPECT_EQ(errors(types + "fn f(c: bool) { let s = S; if c { take(s); } else { return; }\n take(s); }"), "E0382:3 ");
  EXPECT_EQ(errors(types + "fn f(c: bool) { let s = S; if c { take(s); return; }\n take(s); }"), "");
  EXPECT_EQ(errors(types + "fn f() { let s = S;\n loop { take(s); } }"), "E0382:3 ");
  EXPECT_EQ(errors(types + "fn f() { let mut s = S;\n loop { take(s); s = S; } }"), "");
  EXPECT_EQ(errors("fn f() -> bool { \"a\" == \"b\" && &[1] == &[2] }"), "");
  EXPECT_EQ(errors("fn f(c: bool) -> i32 { let x; if c { x = 1; } else { x = 2; } x }"), "");
  EXPECT_EQ(errors("fn f(c: bool) -> i32 { let x; loop { if c { x = 1; break; } } x }"), "");
}

TEST(Matches, RangesAndTuplesAreSplit) {
  EXPECT_EQ(errors("fn f(x: i8) { match x { i8::MIN..=-1 => {} 0 => {} 1..=i8::MAX => {} } }"), "");
  EXPECT_EQ(errors("fn f(x: (u8, bool)) { match x { (0..=9, _) => {} (_, true) => {} (10..=254, false) => {} } }"),
            "E0004:1 ");
  EXPECT_EQ(errors("fn f(x: char) { match x { '\\0'..='\\u{D7FF}' | '\\u{E000}'..='\\u{10FFFF}' => {} } }"), "");
}

TEST(Constants, AreEvaluated) {
  TestContext cx("const fn fib(n: u32) -> u64 { let mut a = 0; let mut b = 1; let mut i = 0; while i < n { let t = a + "
                 "b; a = b; b = t; i += 1; } a }"
                 "const A: u64 = fib(50); const B: i8 = -128; const C: usize = [1, 2, 3].len() * 2; const D: bool = A "
                 "> 5 && B < 0; const E: u32 = 1 << 31;");
  EXPECT_EQ(to_decimal(cx.const_value(cx.find("A")).bits), "12586269025");
  EXPECT_EQ(to_decimal(cx.const_value(cx.find("B")).bits), "128");
  EXPECT_EQ(to_decimal(cx.const_value(cx.find("C")).bits), "6");
  EXPECT_EQ(to_decimal(cx.const_value(cx.find("D")).bits), "1");
  EXPECT_EQ(to_decimal(cx.const_value(cx.find("E")).bits), "2147483648");
  EXPECT_EQ(cx.all_errors(), "");
}

TEST(Constants, FailuresAreErrorsNotCrashes) {
  for (const char* text : {"const A: i32 = i32::MAX + 1;", "const A: u8 = 1 / 0;", "const A: i32 = [1][3];",
                           "const fn f(n: u32) -> u32 { loop {} } const A: u32 = f(1);",
                           "const fn f(n: u32) -> u32 { f(n) } const A: u32 = f(1);", "const A: u32 = panic!();"}) {
    TestContext cx(text);
    EXPECT_EQ(cx.const_value(cx.find("A")).kind, ConstKind::kError) << text;
    EXPECT_NE(cx.all_errors(), "") << text;
  }
}

} // namespace
} // namespace minirc
