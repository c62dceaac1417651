#include "checker/tool/compile_database.h"
#include "checker/tool/glob_list.h"
#include "checker/tool/options.h"
#include "checker/tool/output_file.h"
#include "checker/tool/suppressions.h"
#include "checker/tool/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Directory {
 public:
  Directory() {
    std::string name = testing::TempDir() + "paraudit_tool_XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name) << text;
    return path_ + "/" + name;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

ParsedOptions parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "paraudit-check");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, PairsFormatsWithFiles) {
  ParsedOptions parsed = parse({"--format=text", "--format=json", "-o", "f.json", "-o", "g.txt"});
  ASSERT_TRUE(parsed.options) << parsed.message;
  const std::vector<Output>& outputs = parsed.options->outputs;
  ASSERT_EQ(outputs.size(), 3u);
  EXPECT_EQ(outputs[0].format, Format::kText);
  EXPECT_EQ(outputs[0].path, "");
  EXPECT_EQ(outputs[1].format, Format::kJson);
  EXPECT_EQ(outputs[1].path, "f.json");
  EXPECT_EQ(outputs[2].format, Format::kText);
}

TEST(Options, KeepsFlagsAfterTheDashes) {
  ParsedOptions parsed = parse({"a.cpp", "--", "-std=c++20", "--checks=x"});
  ASSERT_TRUE(parsed.options) << parsed.message;
  EXPECT_THAT(parsed.options->files, ElementsAre("a.cpp"));
  EXPECT_THAT(*parsed.options->flags, ElementsAre("-std=c++20", "--checks=x"));
  EXPECT_EQ(parsed.options->checks, "");
}

TEST(Options, RejectsWhatItCannotUse) {
  EXPECT_EQ(parse({"--parallel-entry=("}).exit_code, 2);
  EXPECT_THAT(parse({"--parallel-entry=("}).message, HasSubstr("not a regular expression"));
  EXPECT_EQ(parse({"-j0"}).exit_code, 2);
  EXPECT_EQ(parse({"--format=xml"}).exit_code, 2);
  EXPECT_EQ(parse({"--no-such-option"}).exit_code, 2);
  EXPECT_EQ(parse({"--", "-std=c++20"}).exit_code, 2);
}

TEST(GlobList, LastMatchDecides) {
  GlobList list("paraudit-*, -paraudit-lock-*,paraudit-lock-order-inversion");
  EXPECT_TRUE(list.contains("paraudit-mutable-global"));
  EXPECT_FALSE(list.contains("paraudit-lock-order-undeclared"));
  EXPECT_TRUE(list.contains("paraudit-lock-order-inversion"));
  EXPECT_FALSE(GlobList("").contains("anything"));
}

TEST(GlobList, MatchesStarsAnywhere) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a*b*c", "aXbYbZc"));
  EXPECT_FALSE(glob_matches("a*b*c", "aXbYbZ"));
  EXPECT_FALSE(glob_matches("abc", "abcd"));
}

TEST(GlobList, SuggestsNearNamesOnly) {
  std::vector<std::string> names = {"paraudit-mutable-global", "paraudit-self-deadlock"};
  EXPECT_EQ(nearest_name("paraudit-mutable-globals", names), "paraudit-mutable-global");
  EXPECT_EQ(nearest_name("self-deadlok", names), "paraudit-self-deadlock");
  EXPECT_EQ(nearest_name("xyz", names), "");
}

TEST(CompileDatabase, SplitsCommandsAsAShellDoes) {
  EXPECT_THAT(split_command(R"(c++ "-DA=\"x y\"" '-DB=a\b' c\ d.cpp  -c)"),
              ElementsAre("c++", "-DA=\"x y\"", "-DB=a\\b", "c d.cpp", "-c"));
  EXPECT_THAT(split_command("cc -DEMPTY='' ''"), ElementsAre("cc", "-DEMPTY=", ""));
}

facts::Result<Commands> load(const std::string& database, const std::vector<std::string>& files = {}) {
  Options options;
  options.database = database;
  options.files = files;
  LeftOut left_out;
  return load_commands(options, left_out);
}

TEST(CompileDatabase, ReadsBothFormsSortedWithoutDuplicates) {
  Directory directory;
  std::string path = directory.write("compile_commands.json", R"([
    {"directory": "/d", "file": "b.cpp", "command": "c++ -DX='a b' -c b.cpp -o one.o"},
    {"directory": "/d", "file": "b.cpp", "command": "c++ -DX='a b' -c b.cpp -o two.o"},
    {"directory": "/d", "file": "sub/../a.cpp", "arguments": ["c++", "-c", "a.cpp"]}])");
  facts::Result<Commands> commands = load(directory.path());
  ASSERT_TRUE(commands) << commands.error();
  ASSERT_EQ(commands->size(), 2u);
  EXPECT_EQ((*commands)[0].file, "/d/a.cpp");
  EXPECT_THAT((*commands)[1].arguments, ElementsAre("c++", "-DX=a b", "-c", "b.cpp", "-o", "one.o"));
  EXPECT_EQ(load(path, {"/d/b.cpp"})->size(), 1u);
  EXPECT_EQ(load(path, {"/d"})->size(), 2u);
  EXPECT_THAT(load(path, {"/d/c.cpp"}).error(), HasSubstr("no unit"));
}

TEST(CompileDatabase, ARelativeDirectoryIsRelativeToTheDatabase) {
  Directory directory;
  std::filesystem::create_directories(directory.path() + "/build");
  std::string path = directory.write("build/compile_commands.json", R"([
    {"directory": "..", "file": "a.cpp", "command": "c++ -c a.cpp"},
    {"directory": ".", "file": "b.cpp", "command": "c++ -c b.cpp"}])");
  facts::Result<Commands> commands = load(path);
  ASSERT_TRUE(commands) << commands.error();
  EXPECT_EQ((*commands)[0].directory, directory.path());
  EXPECT_EQ((*commands)[0].file, directory.path() + "/a.cpp");
  EXPECT_EQ((*commands)[1].file, directory.path() + "/build/b.cpp");
}

TEST(CompileDatabase, ResponseFilesAreExpanded) {
  Directory directory;
  directory.write("one.rsp", "-DONE='a b'\n@two.rsp -DEND");
  directory.write("two.rsp", "-DTWO @two.rsp");
  directory.write("compile_commands.json", R"([
    {"directory": ".", "file": "a.cpp", "command": "c++ @one.rsp @none.rsp -c a.cpp"}])");
  facts::Result<Commands> commands = load(directory.path());
  ASSERT_TRUE(commands) << commands.error();
  std::vector<std::string> arguments = (*commands)[0].arguments;
  EXPECT_THAT(arguments, ::testing::IsSupersetOf({"-DONE=a b", "-DTWO", "-DEND", "@none.rsp", "a.cpp"}));
}

TEST(CompileDatabase, OtherLanguagesAreLeftOutAndCounted) {
  Directory directory;
  directory.write("compile_commands.json", R"([
    {"directory": "/d", "file": "a.s", "command": "cc -c a.s"},
    {"directory": "/d", "file": "b.S", "command": "cc -c b.S"},
    {"directory": "/d", "file": "f.f90", "command": "gfortran -c f.f90"},
    {"directory": "/d", "file": "odd.s", "command": "c++ -x c++ -c odd.s"},
    {"directory": "/d", "file": "as.cpp", "command": "c++ -x assembler-with-cpp -c as.cpp"},
    {"directory": "/d", "file": "a.cpp", "command": "c++ -c a.cpp"}])");
  Options options;
  options.database = directory.path();
  LeftOut left_out;
  facts::Result<Commands> commands = load_commands(options, left_out);
  ASSERT_TRUE(commands) << commands.error();
  EXPECT_EQ(left_out, (LeftOut{{"entry in Fortran", 1}, {"entry in assembler", 3}}));
  ASSERT_EQ(commands->size(), 2u);
  EXPECT_EQ((*commands)[1].file, "/d/odd.s");
  EXPECT_THAT(load(directory.path(), {"/d/a.s"}).error(), HasSubstr("no unit is in C or C++: '/d/a.s'"));
}

TEST(CompileDatabase, SaysWhatIsWrongAndWhere) {
  Directory directory;
  EXPECT_THAT(load(directory.path()).error(), HasSubstr("no compilation database at"));
  EXPECT_THAT(load(directory.write("a.json", "[\n{,}")).error(), HasSubstr("line 2, column 2"));
  EXPECT_THAT(load(directory.write("b.json", "{}")).error(), HasSubstr("must be an array"));
  EXPECT_THAT(load(directory.write("c.json", "[]")).error(), HasSubstr("holds no units"));
  EXPECT_THAT(load(directory.write("d.json", R"([{"file": "a"}])")).error(), HasSubstr("entry 0 lacks"));
  EXPECT_THAT(load(directory.write("e.json", R"([{"directory": "/", "file": "a"}])")).error(),
              HasSubstr("neither 'arguments' nor 'command'"));
}

const std::vector<std::string> kSomeChecks = {"paraudit-lock-order-inversion", "paraudit-mutable-global",
                                              "paraudit-self-deadlock"};

struct Silenced {
  Directory directory;
  SourceText source{"/"};
  Suppressions suppressions{source};
  std::string file;

  explicit Silenced(const std::string& text) : file(directory.write("a.cpp", text)) {}
  bool operator()(uint32_t line, const std::string& check = "paraudit-mutable-global") {
    return suppressions.silences(file, line, check);
  }
};

TEST(Suppressions, UnderstandEveryForm) {
  Silenced silenced("int a; // NOLINT\n"
                    "int b; // NOLINT(paraudit-mutable-global)\n"
                    "int c; // NOLINT(paraudit-lock-*)\n"
                    "// NOLINTNEXTLINE(paraudit-*): counted by hand\n"
                    "int d;\n"
                    "// NOLINTBEGIN(paraudit-mutable-global)\n"
                    "int e;\n"
                    "// NOLINTEND(paraudit-mutable-global)\n"
                    "int f;\n"
                    "const char* g = \"NOLINT\";\n");
  EXPECT_TRUE(silenced(1));
  EXPECT_TRUE(silenced(2));
  EXPECT_FALSE(silenced(2, "paraudit-self-deadlock"));
  EXPECT_FALSE(silenced(3));
  EXPECT_FALSE(silenced(4));
  EXPECT_TRUE(silenced(5));
  EXPECT_TRUE(silenced(7));
  EXPECT_FALSE(silenced(9));
  EXPECT_FALSE(silenced(10));
  std::vector<UnusedSuppression> unused = silenced.suppressions.unused(kSomeChecks, kSomeChecks);
  ASSERT_EQ(unused.size(), 1u);
  EXPECT_EQ(unused[0].line, 3u);
  EXPECT_TRUE(silenced.suppressions.unused(kSomeChecks, {"paraudit-mutable-global"}).empty())
      << "lock checks did not run";
}

TEST(Suppressions, NameTheGlobThatIsNotNeeded) {
  Silenced silenced("int a; // NOLINT(paraudit-mutable-global, paraudit-self-deadlock, bugprone-x)\n"
                    "int b; // NOLINT(paraudit-mutable-globle)\n"
                    "int c; // NOLINT(paraudit-self-deadlock, paraudit-unused-nolint)\n"
                    "int d; // NOLINT\n");
  EXPECT_TRUE(silenced(1));
  std::vector<UnusedSuppression> unused = silenced.suppressions.unused(kSomeChecks, kSomeChecks);
  ASSERT_EQ(unused.size(), 2u);
  EXPECT_EQ(unused[0].comment, "NOLINT(paraudit-self-deadlock)");
  EXPECT_THAT(unused[1].message, HasSubstr("did you mean 'paraudit-mutable-global'"));
}

TEST(Suppressions, ARegionThatIsNotClosedSilencesNothing) {
  Silenced silenced("// NOLINTBEGIN(paraudit-*)\nint a;\n");
  EXPECT_FALSE(silenced(2));
  UnusedSuppression unused = silenced.suppressions.unused(kSomeChecks, kSomeChecks).at(0);
  EXPECT_THAT(unused.message, HasSubstr("has no NOLINTEND"));
  EXPECT_TRUE(unused.has_no_partner);
  Silenced end("int a;\n// NOLINTEND(paraudit-*)\n");
  end.suppressions.scan(end.file);
  EXPECT_THAT(end.suppressions.unused(kSomeChecks, kSomeChecks).at(0).message, HasSubstr("has no NOLINTBEGIN"));
}

TEST(WorkerPool, KeepsTheOrderOfJobs) {
  for (unsigned workers : {1u, 3u, 50u}) {
    size_t reports = 0;
    auto results = run_in_workers(
        20, workers, [](size_t index) { return std::string(index * 1000, 'x'); }, [&](size_t, size_t) { ++reports; });
    ASSERT_EQ(results.size(), 20u);
    EXPECT_EQ(reports, 20u);
    for (size_t i = 0; i < results.size(); ++i) {
      EXPECT_TRUE(results[i].finished);
      EXPECT_EQ(results[i].payload.size(), i * 1000);
    }
  }
}

TEST(WorkerPool, ACrashCostsOneJob) {
  auto job = [](size_t index) -> std::string {
    if (index == 1) {
      ::raise(SIGKILL);
    }
    if (index == 3) {
      ::_exit(7);
    }
    return "ok";
  };
  auto results = run_in_workers(6, 2, job, [](size_t, size_t) {});
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].finished, i != 1 && i != 3) << i;
  }
  EXPECT_THAT(results[1].failure, HasSubstr("signal 9"));
  EXPECT_THAT(results[3].failure, HasSubstr("status 7"));
}

std::string slurp(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(OutputFile, LeavesNothingHalfWritten) {
  Directory directory;
  EXPECT_EQ(write_output(directory.path() + "/out.txt", "text"), "");
  EXPECT_TRUE(std::filesystem::exists(directory.path() + "/out.txt"));
  EXPECT_THAT(write_output(directory.path() + "/none/out.txt", "text"), HasSubstr("cannot write"));
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    ++files;
  }
  EXPECT_EQ(files, 1u);
}

TEST(OutputFile, ReplacesRegularFilesOnly) {
  Directory directory;
  std::string target = directory.path() + "/target.txt", link = directory.path() + "/link.txt";
  std::filesystem::create_symlink("target.txt", link);
  ASSERT_EQ(write_output(target, "old"), "");
  EXPECT_EQ(write_output(link, "new"), "");
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(slurp(target), "new");

  std::string pipe = directory.path() + "/pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread reader([&] { EXPECT_EQ(slurp(pipe), "through"); });
  EXPECT_EQ(write_output(pipe, "through"), "");
  reader.join();
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
  EXPECT_THAT(write_output(directory.path(), "text"), HasSubstr("Is a directory"));
}

} // namespace
} // namespace paraudit::tool
