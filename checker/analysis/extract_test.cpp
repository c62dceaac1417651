#include "checker/analysis/extract.h"
#include "checker/facts/store.h"
#include "checker/facts/text.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <thread>

namespace paraudit::analysis {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

ExtractResult extract_source(const std::string& source, std::vector<std::string> flags = {"-std=c++20"}) {
  CompileCommand command{"/tmp", "/tmp/input.cpp", {"clang++"}};
  command.arguments.insert(command.arguments.end(), flags.begin(), flags.end());
  command.arguments.push_back("input.cpp");
  ExtractOptions options;
  options.virtual_files["/tmp/input.cpp"] = source;
  return extract(command, options);
}

std::string read(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> inputs() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(PARAUDIT_TESTDATA "/checker/facts"))
    if (entry.path().extension() == ".cpp")
      names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

class Golden : public ::testing::TestWithParam<std::string> {};

// PARAUDIT_UPDATE_GOLDENS=1 rewrites the expectations; the diff is then for people to judge.
TEST_P(Golden, FactsAreAsWritten) {
  const std::string path = PARAUDIT_TESTDATA "/checker/facts/" + GetParam();
  const ExtractResult result = extract_source(read(path + ".cpp"));
  ASSERT_TRUE(result.facts) << result.diagnostics;
  const std::string text = facts::to_text(*result.facts);
  if (std::getenv("PARAUDIT_UPDATE_GOLDENS"))
    std::ofstream(path + ".facts.txt") << text;
  EXPECT_EQ(text, read(path + ".facts.txt"));
  facts::Result<facts::TuFacts> back = facts::decode(facts::encode(*result.facts), GetParam());
  ASSERT_TRUE(back.ok()) << back.error();
  EXPECT_TRUE(*back == *result.facts);
}

INSTANTIATE_TEST_SUITE_P(Facts, Golden, ::testing::ValuesIn(inputs()), [](const auto& info) { return info.param; });

// What a comment in a test input promises about the line it is on: the locks held at the accesses there.
struct Promise {
  std::string file;
  std::string text;
  std::string held; // as path_text writes it, "" for none, "?" in front for "perhaps"
};

std::string held_at(const facts::TuFacts& unit, const std::string& source, const std::string& needle) {
  const auto line =
      1 + static_cast<std::uint32_t>(std::count(source.begin(), source.begin() + source.find(needle), '\n'));
  for (const facts::FunctionFacts& function : unit.functions)
    for (const facts::Event& event : function.events) {
      if (event.where.line != line || event.kind != facts::EventKind::kAccess)
        continue;
      std::string held;
      for (const facts::HeldLock& lock : unit.locksets.at(event.held))
        held += (held.empty() ? "" : ",") + std::string(lock.must ? "" : "?") + facts::path_text(unit, lock.path);
      return held;
    }
  return "no access on the line of " + needle;
}

TEST(Held, AsTheCommentsPromise) {
  const std::vector<Promise> promises{
      {"guards", "x = 1; ", ""},
      {"guards", "x = 2; ", "a"},
      {"guards", "x = 3; ", ""},
      {"guards", "x = 4; ", "a"},
      {"guards", "x = 5; ", "a"},
      {"guards", "x = 6; ", ""},
      {"guards", "x = 7; ", "a"},
      {"guards", "x = 8; ", "a,b"},
      {"guards", "x = 9; ", "a"},
      {"guards", "x = 10; ", ""},
      {"guards", "int y = x", "s"},
      {"guards", "x = i; ", "a"},
      {"guards", "x = 11; ", ""},
      {"guards", "x = 12; ", "?a"},
      {"guards", "x = 13; ", ""},
      {"guards", "x = 14; ", "a"},
      {"guards", "x = 15; ", "a,b"},
      {"guards", "x = 16; ", "a"},
      {"user_guards", "money = 1; ", "param0(a).bolt"},
      {"user_guards", "money = 2; ", "param0(a).m"},
      {"user_guards", "money = 3; ", ""},
      {"user_guards", "money = 4; ", "param0(a).m"},
      {"user_guards", "money = 5; ", ""},
      {"user_guards", "money = 6; ", "param0(a).m"},
      {"user_guards", "money = 7; ", ""},
      {"user_guards", "money = 8; ", "param0(a).m"},
      {"user_guards", "money = 9; ", ""},
      {"user_guards", "money = 10; ", "param0(a).bolt"},
      {"user_guards", "money = 11; ", ""},
      {"user_guards", "money = 12; ", "param0(a).bolt"},
      {"user_guards", "money = 13; ", ""},
      {"user_guards", "money = 14; ", "param0(a).spin"},
      {"user_guards", "money = 15; ", "param0(m)"},
      {"user_guards", "money = 16; ", ""},
      {"attributes", "balance_ = 0;", "this.mu_"},
      {"runtime_types", "size = 1;", "table"},
      {"runtime_types", "size = 2;", "table"},
      {"runtime_types", "size = 5;", "table"},
  };
  std::map<std::string, std::pair<std::string, ExtractResult>> units;
  for (const Promise& promise : promises) {
    auto& [source, result] = units[promise.file];
    if (source.empty()) {
      source = read(PARAUDIT_TESTDATA "/checker/facts/" + promise.file + ".cpp");
      result = extract_source(source);
    }
    ASSERT_TRUE(result.facts) << result.diagnostics;
    EXPECT_EQ(held_at(*result.facts, source, promise.text), promise.held) << promise.file << ": " << promise.text;
  }
}

TEST(Extract, ReportsAUnitThatDoesNotParse) {
  const ExtractResult result = extract_source("int f( {");
  EXPECT_FALSE(result.facts);
  EXPECT_FALSE(result.crashed);
  EXPECT_THAT(result.diagnostics, HasSubstr("input.cpp:1:9: error:"));
}

TEST(Extract, ReportsAFileThatIsMissing) {
  const ExtractResult result = extract({"/tmp", "/tmp/none.cpp", {"clang++", "none.cpp"}});
  EXPECT_FALSE(result.facts);
  EXPECT_THAT(result.diagnostics, HasSubstr("none.cpp"));
}

TEST(Extract, ACrashCostsTheUnitAlone) {
  enable_crash_recovery();
  const ExtractResult crashed = extract_source("#pragma clang __debug crash\n");
  EXPECT_FALSE(crashed.facts);
  EXPECT_TRUE(crashed.crashed);
  EXPECT_TRUE(extract_source("int x;").facts);
}

TEST(Extract, RunsOnSeveralThreadsAtOnceWithTheSameResult) {
  const std::string source =
      "#include <mutex>\nstd::mutex m; int x; void f() { std::lock_guard<std::mutex> g(m); ++x; }";
  std::vector<std::string> texts(3);
  std::vector<std::thread> threads;
  for (std::string& text : texts)
    threads.emplace_back([&] { text = facts::encode(*extract_source(source).facts); });
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_FALSE(texts[0].empty());
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_EQ(texts[0], texts[2]);
}

TEST(Extract, NamesEveryInput) {
  EXPECT_THAT(extract_source("#include <stddef.h>\n").inputs.read,
              ::testing::AllOf(Contains("/tmp/input.cpp"), Contains(EndsWith("/stddef.h"))));
}

// CMake marks the header that target_precompile_headers() makes, and with it all that it includes, as the system's.
TEST(Extract, HeadersOfAPrecompiledOneAreTheProjectsOwn) {
  const std::string directory = ::testing::TempDir() + "paraudit_pch";
  std::filesystem::create_directories(directory);
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(directory + "/" + name) << text;
    return directory + "/" + name;
  };
  const std::string own = write("own.h", "void log();\ninline void keep() { log(); }\n");
  const std::string included = write("cmake_pch.hxx", "#pragma clang system_header\n#include \"" + own + "\"\n");
  const std::string unit = write("unit.cpp", "void use() { keep(); }\n");
  const ExtractResult result = extract({directory, unit, {"clang++", "-include", included, "-c", unit}}, {});
  ASSERT_TRUE(result.facts) << result.diagnostics;
  const bool has_keep = std::any_of(result.facts->functions.begin(), result.facts->functions.end(),
                                    [](const facts::FunctionFacts& function) { return function.name == "keep"; });
  EXPECT_TRUE(has_keep);
  std::filesystem::remove_all(directory);
}

TEST(Arguments, KeepWhatMattersAndDropTheRest) {
  CompileCommand command{"/d", "/d/a.cpp", {"ccache",       "/usr/bin/g++",
                                            "-DX=1",        "-fno-canonical-system-headers",
                                            "-I",           "inc",
                                            "-MD",          "-MF",
                                            "a.d",          "-o",
                                            "a.o",          "-c",
                                            "a.cpp",        "-Werror=unused",
                                            "-O2",          "-Xclang",
                                            "-include-pch", "-Xclang",
                                            "x.pch",        "-march=native"}};
  std::vector<std::string> dropped;
  EXPECT_THAT(adjusted_arguments(command, &dropped),
              ElementsAre("clang++", "-DX=1", "-I", "inc", "a.cpp", "-O2", "-march=native"));
  EXPECT_THAT(dropped, Contains("-fno-canonical-system-headers"));
  command.arguments = {"g++-12", "-DX=1", "-fconcepts-diagnostics-depth=2", "-Iinc", "-mno-direct-extern-access",
                       "a.cpp"};
  EXPECT_THAT(adjusted_arguments(command), ElementsAre("clang++", "-DX=1", "-Iinc", "a.cpp"));
  EXPECT_THAT(unknown_arguments(command), ElementsAre("-fconcepts-diagnostics-depth=2", "-mno-direct-extern-access"));
  command.arguments[0] = "clang++-19";
  EXPECT_THAT(unknown_arguments(command), ElementsAre());
  EXPECT_THAT(adjusted_arguments(command), Contains("-fconcepts-diagnostics-depth=2"));
  command.arguments = {"/usr/bin/cc", "-std=c11", "a.c"};
  EXPECT_THAT(adjusted_arguments(command), ElementsAre("clang", "-std=c11", "a.c"));
}

// Found by experiment: what Clang 19 and GCC 12 print for std::source_location::current() as a default argument, and
// what `clang++-19 -g -S -emit-llvm` says of the call instruction.
TEST(Locations, EveryKindOfColumn) {
  const ExtractResult result = extract_source(R"(struct G { ~G(); };
struct L { void lock(); G guard(); L& get(); };
struct U { U(L&); ~U(); };
struct H { L l; H* h; L* p; };
void freef(L&);
#define LOCK(x) x.lock()
#define GUARD(x) U u_(x)
void f(L& l, H& h) {
  l.lock();
  h.h->p->lock();
  h.l.
    lock();
  auto g = l.guard();
  U u(l);
  U u2{l};
  freef(l);
  l.get().lock();
  LOCK(l);
  GUARD(l);
  (void)U(l);
}
)");
  ASSERT_TRUE(result.facts) << result.diagnostics;
  const facts::FunctionFacts& function = result.facts->functions.at(0);
  std::vector<std::string> found;
  for (const facts::Event& event : function.events) {
    if (event.kind != facts::EventKind::kCall || event.is_implicit)
      continue;
    std::ostringstream text;
    text << event.where.line << " call " << event.where.call_column << " debug "
         << (event.where.debug_line ? event.where.debug_line : event.where.line) << ":" << event.where.debug_column
         << " gcc " << event.where.gcc_column << (event.where.spelling_line ? " spelled " : "")
         << (event.where.spelling_line ? std::to_string(event.where.spelling_line) : "");
    found.push_back(text.str());
  }
  EXPECT_THAT(found,
              ElementsAre("9 call 3 debug 9:5 gcc 9", "10 call 3 debug 10:11 gcc 15", "11 call 3 debug 12:5 gcc 9",
                          "13 call 12 debug 13:14 gcc 19", "14 call 5 debug 14:5 gcc 8", "15 call 5 debug 15:5 gcc 9",
                          "16 call 3 debug 16:3 gcc 8", "17 call 3 debug 17:5 gcc 8", "17 call 3 debug 17:11 gcc 15",
                          "18 call 9 debug 18:3 gcc 3 spelled 6", "19 call 10 debug 19:3 gcc 3 spelled 7",
                          "20 call 9 debug 20:9 gcc 12"));
}

} // namespace
} // namespace paraudit::analysis
