#include "checker/tool/config.h"
#include "checker/tool/config_tree.h"
#include "checker/tool/filters.h"
#include "checker/tool/fixes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace paraudit::tool {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_of(const std::string& text) {
  facts::Result<Config> config = parse_config(text, "c.yaml");
  return config ? "" : config.error();
}

TEST(Config, ReadsEveryKey) {
  facts::Result<Config> config = parse_config(R"(
InheritParentConfig: true
Checks: ['paraudit-*', '-paraudit-self-deadlock']
WarningsAsErrors: 'paraudit-lock-*'
HeaderFilterRegex: 'src/'
ExcludeHeaderFilterRegex: 'gen/'
UseColor: false
ExtraArgs: ['-DX=1']
ExtraArgsBefore: -std=c++20
ParallelEntries: ['^work$']
Severities: {paraudit-lock-order-undeclared: warning}
CheckOptions: {paraudit-mutable-global.IgnoredStates: '^g_'}
Types:
  - {name: my::Mutex, role: lock, kind: recursive-mutex}
Calls:
  - {name: my::Mutex::enter, effect: acquire, argument: receiver}
  - {name: my::parallel, effect: parallel-and-wait, argument: 1}
)",
                                              "c.yaml");
  ASSERT_TRUE(config) << config.error();
  EXPECT_TRUE(config->inherits);
  EXPECT_EQ(config->checks, "paraudit-*,-paraudit-self-deadlock");
  EXPECT_EQ(config->severities.at("paraudit-lock-order-undeclared"), checks::Severity::kWarning);
  EXPECT_THAT(config->extra_args_before, ElementsAre("-std=c++20"));
  models::Models models = make_models(*config);
  EXPECT_EQ(models.find_type("my::Mutex")->lock, facts::LockKind::kRecursiveMutex);
  EXPECT_EQ(models.find_call("my::Mutex::enter", false)->argument, models::kReceiver);
  EXPECT_EQ(models.find_call("my::parallel", false)->effect, models::Effect::kDispatchSync);
  EXPECT_EQ(models.find_type("std::mutex")->role, models::Role::kLock) << "the tables still count";

  facts::Result<Config> again = parse_config(dump_config(*config), "dump");
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(dump_config(*again), dump_config(*config));
}

TEST(Config, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("Checks: '*'\nCheks: '*'\n"), "c.yaml:2:1: there is no key 'Cheks'; did you mean 'Checks'?");
  EXPECT_THAT(error_of("Checks: paraudit-mutable-globle\n"), StartsWith("c.yaml:1:9: Checks: no check is called"));
  EXPECT_THAT(error_of("Checks: 'a\n"), StartsWith("c.yaml:1:9: Checks: no check is called 'a'"));
  EXPECT_THAT(error_of("Checks: [\n"), StartsWith("c.yaml:2:1: "));
  EXPECT_THAT(error_of("Checks: '*'\nChecks: '*'\n"), StartsWith("c.yaml:2:1: "));
  EXPECT_THAT(error_of("HeaderFilterRegex: '('\n"), StartsWith("c.yaml:1:20: '(' is not a regular expression"));
  EXPECT_THAT(error_of("Severities:\n  paraudit-self-deadlock: fatal\n"),
              StartsWith("c.yaml:2:27: 'fatal' is no severity; there are error, warning, remark"));
  EXPECT_THAT(error_of("CheckOptions: {paraudit-mutable-global.IgnoredState: x}"),
              HasSubstr("did you mean 'paraudit-mutable-global.IgnoredStates'"));
  EXPECT_THAT(error_of("Types: [{name: M, role: lok}]"), HasSubstr("c.yaml:1:25: 'lok' is no role; there are lock"));
  EXPECT_THAT(error_of("Types: [{name: M, role: lock, kind: k}]"), HasSubstr("c.yaml:1:37: 'k' is no kind of lock"));
  EXPECT_THAT(error_of("Types: [{name: M, rol: lock}]"), HasSubstr("did you mean 'role'"));
  EXPECT_THAT(error_of("Calls: [{effect: acquire}]"), HasSubstr("an entry of Calls needs 'name'"));
  EXPECT_THAT(error_of("Calls: [{name: f, effect: none, argument: -1}]"),
              HasSubstr("c.yaml:1:43: '-1' is no argument"));
  EXPECT_THAT(error_of("- a"), HasSubstr("a configuration is a map"));
  EXPECT_EQ(error_of(""), "");
}

class Project : public ::testing::Test {
 protected:
  Project() : root_(std::filesystem::temp_directory_path() / ("config_test" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(root_ / "a" / "b");
  }
  ~Project() override { std::filesystem::remove_all(root_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(root_ / name) << text;
    return (root_ / name).string();
  }

  std::filesystem::path root_;
};

TEST_F(Project, TheNearestConfigurationCountsAndMayInherit) {
  write(".paraudit.yaml", "Checks: 'paraudit-lock-*'\nHeaderFilterRegex: src\n");
  write("a/.paraudit.yaml", "InheritParentConfig: true\nChecks: '-paraudit-lock-order-undeclared'\n");
  write("a/b/.paraudit.yaml", "Checks: '-paraudit-lock-*'\n");
  Options options;
  ConfigTree tree(options);
  auto checks = [&](const std::string& file) { return (*tree.for_file((root_ / file).string()))->checks; };
  EXPECT_EQ(checks("x.cpp"), "paraudit-lock-*");
  EXPECT_EQ(checks("a/x.cpp"), "paraudit-lock-*,-paraudit-lock-order-undeclared");
  EXPECT_EQ(checks("a/b/x.cpp"), "*,-paraudit-lock-*");
  EXPECT_EQ((*tree.for_file((root_ / "a/x.cpp").string()))->header_filter, "src");
  EXPECT_EQ((*tree.for_file((root_ / "a/b/x.cpp").string()))->header_filter, std::nullopt);
  EXPECT_EQ(tree.sources().size(), 3u);
}

TEST_F(Project, TheCommandLineIsOnTop) {
  write(".paraudit.yaml", "Checks: 'paraudit-lock-*'\nHeaderFilterRegex: src\nExtraArgs: -DA\n");
  Options options;
  options.checks = "-paraudit-lock-order-undeclared";
  options.header_filter = "other";
  options.extra_args = {"-DB"};
  ConfigTree tree(options);
  const Config& config = **tree.for_file((root_ / "x.cpp").string());
  EXPECT_EQ(config.checks, "paraudit-lock-*,-paraudit-lock-order-undeclared");
  EXPECT_EQ(config.header_filter, "other");
  EXPECT_THAT(config.extra_args, ElementsAre("-DA", "-DB"));
  options.checks = "paraudit-self-deadlock";
  ConfigTree replaced(options);
  EXPECT_EQ((*replaced.for_file((root_ / "x.cpp").string()))->checks, "paraudit-self-deadlock");
}

TEST_F(Project, ErrorsNameTheFile) {
  std::string path = write(".paraudit.yaml", "Checks: [\n");
  Options options;
  ConfigTree tree(options);
  facts::Result<const Config*> config = tree.for_directory((root_ / "a").string());
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error(), StartsWith(path + ":2:1: "));
}

TEST(Config, CommonDirectory) {
  EXPECT_EQ(common_directory({"/a/b/c.cpp", "/a/b/d/e.cpp"}), "/a/b");
  EXPECT_EQ(common_directory({"/a/bc/x.cpp", "/a/b/y.cpp"}), "/a");
  EXPECT_EQ(common_directory({}), "/");
}

TEST(Filters, JudgePlaces) {
  Config config;
  config.header_filter = "src/";
  config.exclude_header_filter = "src/gen/";
  facts::Result<Filters> filters =
      Filters::make(config, R"([{"name": "u.cpp", "lines": [[1, 2], [9, 9]]}, {"name": "h.h"}])");
  ASSERT_TRUE(filters) << filters.error();
  filters->see_files({"/p/u.cpp"}, {"/p/src/h.h", "/p/src/gen/h.h", "/p/other/h.h"});
  EXPECT_TRUE(filters->unmatched().empty());
  EXPECT_TRUE(filters->passes({"/p/u.cpp", 2, 1}));
  EXPECT_FALSE(filters->passes({"/p/u.cpp", 3, 1}));
  EXPECT_TRUE(filters->passes({"/p/src/h.h", 3, 1}));
  EXPECT_FALSE(filters->passes({"/p/src/gen/h.h", 3, 1}));
  EXPECT_FALSE(filters->passes({"/p/other/h.h", 3, 1}));
}

TEST(Filters, SayWhatIsWrongOrUseless) {
  auto error = [](const std::string& text) { return Filters::make(Config{}, text).error(); };
  EXPECT_THAT(error("[{]"), HasSubstr("--line-filter: not JSON: parse error at line 1, column 3"));
  EXPECT_THAT(error("{}"), HasSubstr("must be an array"));
  EXPECT_THAT(error(R"([{"lines": []}])"), HasSubstr("entry 0 has no name"));
  EXPECT_THAT(error(R"([{"name": "a", "lines": [[3, 1]]}])"), HasSubstr("entry 0 has lines that are no ranges"));
  Config config;
  config.header_filter = "nowhere";
  Filters filters = *Filters::make(config, R"([{"name": "gone.cpp"}])");
  filters.see_files({"/u.cpp"}, {"/h.h"});
  EXPECT_THAT(filters.unmatched(), ElementsAre("--header-filter='nowhere' matches no header",
                                               "--line-filter: no file of the program ends in 'gone.cpp'"));
}

class Fixing : public Project {
 protected:
  // The file with the edit made, or "" where it does not fit.
  std::string edited(const std::string& text, const checks::Edit& edit) {
    std::string path = write("f" + std::to_string(++files_) + ".cpp", text);
    checks::Fix fix{"mend", {edit}};
    fix.edits[0].place.file = path;
    Sources sources;
    std::optional<ResolvedFix> resolved = resolve_fix(fix, sources);
    return resolved ? apply_fixes({*resolved}, sources).at(path) : "";
  }
  static checks::Edit atomic(std::uint32_t line, std::uint32_t column) {
    return {checks::EditKind::kWrapType, {"", line, column}, "n", "std::atomic", "<atomic>"};
  }
  static checks::Edit attribute(std::uint32_t column) {
    return {checks::EditKind::kAttribute, {"", 1, column}, "m", " __attribute__((guarded_by(l)))", ""};
  }
  int files_ = 0;
};

TEST_F(Fixing, WrapsTypesOfPlainDeclarationsOnly) {
  EXPECT_EQ(edited("#include <x>\n\nstatic unsigned long n = 0; // how many\n", atomic(3, 22)),
            "#include <x>\n#include <atomic>\n\nstatic std::atomic<unsigned long> n{0}; // how many\n");
  EXPECT_EQ(edited("// text\n#include <atomic>\nstatic int n;\n", atomic(3, 12)),
            "// text\n#include <atomic>\nstatic std::atomic<int> n;\n");
  EXPECT_EQ(edited("// licence\n\n#pragma once\ninline int n{1};\n", atomic(4, 12)),
            "// licence\n\n#pragma once\n#include <atomic>\ninline std::atomic<int> n{1};\n");
  for (const char* other : {"static int n = 0, m = 1;\n", "static volatile int n = 0;\n", "static int n[2];\n",
                            "static const int n = 0;\n", "static auto n = 0;\n", "static int x = 0, n = 0;\n"}) {
    size_t column = std::string(other).find(" n") + 2;
    EXPECT_EQ(edited(other, atomic(1, static_cast<std::uint32_t>(column))), "") << other;
  }
  EXPECT_EQ(edited("static int other = 0;\n", atomic(1, 12)), "") << "the file is not what it was";
}

TEST_F(Fixing, PutsAttributesBehindNames) {
  EXPECT_EQ(edited("int m;\n", attribute(5)), "int m __attribute__((guarded_by(l)));\n");
  EXPECT_EQ(edited("int m = 1;\n", attribute(5)), "int m __attribute__((guarded_by(l))) = 1;\n");
  EXPECT_EQ(edited("int m[2];\n", attribute(5)), "");
  EXPECT_EQ(edited("int mm;\n", attribute(5)), "");
}

TEST(Fixes, KeepThoseThatCompileTogether) {
  std::string path = std::filesystem::temp_directory_path() / ("fixes_test" + std::to_string(::getpid()));
  std::ofstream(path) << "abc";
  Sources sources;
  auto insert = [&](const std::string& text) {
    return ResolvedFix{text, {{path, 1, 0, text, {path, 1, 2}, {path, 1, 2}}}};
  };
  int questions = 0;
  auto compiles = [&](const std::map<std::string, std::string>& changed) {
    ++questions;
    return changed.at(path).find("BAD") == std::string::npos;
  };
  std::vector<ResolvedFix> good = compiling_fixes({insert("1"), insert("BAD"), insert("2")}, sources, compiles);
  ASSERT_EQ(good.size(), 2u);
  EXPECT_EQ(apply_fixes(good, sources).at(path), "a12bc");
  EXPECT_EQ(questions, 4);
  std::filesystem::remove(path);
}

} // namespace
} // namespace paraudit::tool
