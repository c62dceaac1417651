#include "checker/facts/store.h"
#include "checker/facts/text.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

namespace paraudit::facts {
namespace {

using ::testing::HasSubstr;

FunctionFacts sample_function(const Location& where) {
  FunctionFacts f;
  f.symbol = "_ZN2ns1C1fEv";
  f.name = "ns::C::f";
  f.is_virtual = f.is_private = true;
  f.parameters = {{"x", "int&", true, false}};
  f.captures = {"y"};
  f.required = {{0, Mode::kExclusive, true}};
  f.excluded = {1};
  Event acquire;
  acquire.kind = EventKind::kAcquire;
  acquire.where = where;
  acquire.locks = {0};
  acquire.guard = 2;
  acquire.is_try = true;
  acquire.held = 0;
  Event call;
  call.callee = "_Z1gv";
  call.callee_kind = CalleeKind::kDirect;
  call.held = 1;
  call.released = 1;
  call.is_predicate = true;
  call.receiver = {0, true, true};
  call.receiver_class = "ns::Derived";
  call.actual_classes = {"", "ns::Other"};
  call.actuals = {{1, true, false}, {}};
  call.callables = {{CalleeKind::kDirect, "_Z1hv", kNone, "void ()", {0, true, false}, {{1, false, false}}, {}, 0}};
  f.events = {acquire, call};
  f.blocks = {{0, 2, {1, kNone}, {ConditionKind::kTryAcquired, true, 0, kNone, kNone}}, {2, 0, {}, {}}};
  f.exit = 1;
  f.delta = {{{0, Mode::kShared, false}},
             {{1, Mode::kExclusive, true}},
             {{2, 0, Mode::kShared, false}},
             {2},
             {{0, 1}},
             {{2, 1}},
             true};
  Loop loop;
  loop.where = where;
  loop.carried = {{CarriedKind::kAppend, "list", "push_back", where, true}};
  loop.prints_addresses = true;
  loop.failing = {{1, 2, 3, 4}};
  f.loops = {loop};
  f.flows = {{{ValuePlaceKind::kDraw, 1, ""}, {ValuePlaceKind::kParameter, 2, "_Z1gv"}, {{"_Z1hv", 1, 0}}, where}};
  return f;
}

// One unit in which every kind of table occurs.
TuFacts sample() {
  TuFacts t;
  t.main_file = "/src/a.cpp";
  t.command = "-O2";
  t.files = {{"a.cpp", "/src/a.cpp", false}, {"/usr/include/b.h", "/usr/include/b.h", true}};
  t.paths = {{RootKind::kThis, 0, "", {{ElementKind::kField, "ns::C::mu_"}, {ElementKind::kDeref, ""}}},
             {RootKind::kGlobal, 0, "_ZL1g", {}},
             {RootKind::kLocal, 3, "guard", {}}};
  t.locksets = {{}, {{0, Mode::kShared, true, 0}}};
  const Location where{0, 7, 5, 9, 6, 3, 11, 1, 2, 4};
  t.locks = {{"ns::C::mu_",
              "ns::C::mu_",
              LockKind::kMutex,
              Storage::kField,
              "std::mutex",
              "ns::C",
              true,
              where,
              {{"other", 1}},
              {{"third", kNone}}}};
  StateObject state;
  state.symbol = "_ZL1g";
  state.linker_name = "_ZL1g";
  state.name = "a.cpp::g";
  state.where = where;
  state.type = "int";
  state.is_definition = state.has_guard_variable = true;
  state.interior = {true, false, "cache.next", "mutable"};
  state.guarded_by = {"mu_", 0};
  t.states = {state};
  ClassFacts one;
  one.name = "ns::C";
  one.bases = {"ns::Base"};
  one.instantiated = one.is_iterator = true;
  one.fields.emplace_back().name = "ns::C::mu_";
  one.fields.back().is_mutable = true;
  one.virtual_methods = {{"_ZN2ns1C1fEv", {"_ZN2ns4Base1fEv"}, true}};
  t.classes = {one};
  const FunctionFacts f = sample_function(where);
  t.functions = {f};
  t.declarations = {f};
  t.declarations[0].blocks.clear();
  t.declarations[0].exit = kNone;
  t.address_taken = {"_Z1hv"};
  t.skipped = {{"system-header body", 12}};
  return t;
}

TEST(FactsStore, EverythingComesBack) {
  const TuFacts facts = sample();
  Result<TuFacts> back = decode(encode(facts), "x");
  ASSERT_TRUE(back.ok()) << back.error();
  EXPECT_EQ(*back, facts);
  EXPECT_EQ(to_text(*back), to_text(facts));
}

TEST(FactsStore, BytesAreDeterministic) {
  EXPECT_EQ(encode(sample()), encode(sample()));
  EXPECT_EQ(content_hash(""), "6c62272e07bb014262b821756295c58d"); // the published offset basis
  EXPECT_EQ(content_hash("a"), "d228cb696f1a8caf78912b704e4a8964");
}

TEST(FactsStore, SavesUnderContentHashAndLeavesNothingElse) {
  std::string directory = ::testing::TempDir() + "facts_XXXXXX";
  ASSERT_NE(::mkdtemp(directory.data()), nullptr);
  Result<std::string> path = save_hashed(sample(), directory);
  ASSERT_TRUE(path.ok()) << path.error();
  EXPECT_EQ(*path, directory + "/" + content_hash(encode(sample())) + ".facts");
  Result<TuFacts> back = load(*path);
  ASSERT_TRUE(back.ok()) << back.error();
  EXPECT_EQ(*back, sample());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 1);
  EXPECT_THAT(save(sample(), directory + "/none/x").error(), HasSubstr("No such file"));
  EXPECT_THAT(load(directory).error(), HasSubstr("directory"));
  std::filesystem::remove_all(directory);
}

TEST(FactsStore, RefusesDamageWithoutCrashing) {
  const std::string good = encode(sample());
  EXPECT_THAT(decode("", "f").error(), HasSubstr("'f'"));
  EXPECT_THAT(decode("no facts at all", "f").error(), HasSubstr("no facts"));
  for (std::size_t size = 0; size < good.size(); size += 7)
    EXPECT_FALSE(decode(std::string_view(good).substr(0, size), "f").ok());
}

std::string compress(const std::string& raw) {
  std::string bytes(ZSTD_compressBound(raw.size()), '\0');
  bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), raw.data(), raw.size(), 1));
  return bytes;
}

TEST(FactsStore, EveryFlippedByteIsRefusedOrHarmless) {
  const std::string good = encode(sample());
  std::string raw(ZSTD_getFrameContentSize(good.data(), good.size()), '\0');
  ASSERT_EQ(ZSTD_decompress(raw.data(), raw.size(), good.data(), good.size()), raw.size());
  int refused = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::string bad = raw;
    bad[i] = static_cast<char>(bad[i] ^ 0x81);
    Result<TuFacts> facts = decode(compress(bad), "f");
    if (facts.ok())
      EXPECT_FALSE(to_text(*facts).empty()); // walking what was accepted is safe
    else
      ++refused;
  }
  EXPECT_GT(refused, 0);
}

TEST(FactsStore, RefusesBombs) {
  EXPECT_THAT(decode(compress(std::string(std::size_t{64} << 20, '\0')), "f").error(), HasSubstr("unreasonable size"));
}

TEST(FactsStore, RefusesIndexOutOfRange) {
  TuFacts facts = sample();
  facts.functions[0].events[0].locks = {77};
  EXPECT_THAT(decode(encode(facts), "f").error(), HasSubstr("path out of range"));
  facts = sample();
  facts.functions[0].blocks[0].count = 77;
  EXPECT_THAT(decode(encode(facts), "f").error(), HasSubstr("events of a block"));
}

} // namespace
} // namespace paraudit::facts
