#include "instrument/driver/arguments.h"

#include <gmock/gmock.h>

namespace paraudit::driver {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Arguments, LinksWhenThereIsAnInputAndNothingStopsIt) {
  EXPECT_TRUE(links({"a.cpp"}));
  EXPECT_TRUE(links({"a.o", "-o", "a"}));
  EXPECT_TRUE(links({"-O2", "@objects.rsp"}));
  EXPECT_TRUE(links({"-shared", "a.o"}));
  EXPECT_TRUE(links({"-x", "c++", "-"}));
  EXPECT_FALSE(links({}));
  EXPECT_FALSE(links({"--version"}));
  EXPECT_FALSE(links({"-v"}));
  EXPECT_FALSE(links({"-o", "a", "-I", "include", "-MF", "a.d"}));
  for (const char* stop : {"-c", "-S", "-E", "-M", "-fsyntax-only", "-r"})
    EXPECT_FALSE(links({"a.cpp", stop})) << stop;
}

TEST(Arguments, CompilingGetsThePassAndLineTables) {
  auto added = added_arguments({"-c", "a.cpp"}, "/lib", false);
  EXPECT_THAT(added, ElementsAre("--start-no-unused-arguments", "-fpass-plugin=/lib/paraudit-pass.so",
                                 "-gline-tables-only", "--end-no-unused-arguments"));
}

TEST(Arguments, LinkingGetsTheRecorder) {
  auto added = added_arguments({"a.o"}, "/lib", false);
  EXPECT_THAT(added, Contains("/lib/libparaudit-preload.so"));
  EXPECT_THAT(added, Contains("/lib/libparaudit-recorder.so"));
  EXPECT_THAT(added, Contains("-Wl,-rpath,/lib"));
}

TEST(Arguments, StaticLinkingIsSeenOnlyWhereItIsLinked) {
  EXPECT_TRUE(links_statically({"a.o", "-static"}));
  EXPECT_FALSE(links_statically({"-c", "a.cpp", "-static"}));
  EXPECT_FALSE(links_statically({"a.o", "-static-libgcc"}));
}

TEST(Arguments, CompilerJobsAreLeftAlone) {
  EXPECT_THAT(added_arguments({"-cc1", "a.cpp"}, "/lib", false), IsEmpty());
}

} // namespace
TEST(Arguments, WatchingIsTakenOutAndAddsDebugInformation) {
  std::vector<std::string> arguments{"--watch=old.json", "-c", "--watch=f.json", "a.cpp"};
  EXPECT_EQ(take_option(arguments, "--watch"), "f.json");
  EXPECT_THAT(arguments, ElementsAre("-c", "a.cpp"));
  EXPECT_THAT(added_arguments(arguments, "/lib", true), Contains("-g"));
  EXPECT_THAT(added_arguments(arguments, "/lib", false), Not(Contains("-g")));
  EXPECT_EQ(take_option(arguments, "--watch"), "");
}

TEST(Arguments, AnOptionMayStandWithoutItsValue) {
  std::vector<std::string> arguments{"--atomics", "-c", "a.cpp"};
  EXPECT_EQ(take_option(arguments, "--atomics", "all"), "all");
  EXPECT_THAT(arguments, ElementsAre("-c", "a.cpp"));
  arguments = {"--atomics=a,b", "--atomics-not"};
  EXPECT_EQ(take_option(arguments, "--atomics", "all"), "a,b");
  EXPECT_THAT(arguments, ElementsAre("--atomics-not"));
}

} // namespace paraudit::driver
