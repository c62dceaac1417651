#include "formats/baseline/baseline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/fingerprint.h"
#include "formats/located_error.h"

namespace paraudit::formats {
namespace {

using ::testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_baseline("b.json", text);
  } catch (const LocatedError& error) {
    return error.what();
  }
  return "";
}

TEST(Baseline, ReadsWhatItWrites) {
  std::string one = fingerprint(identity_text("c", {"x"}), 0), two = fingerprint(identity_text("c", {"x"}), 1);
  EXPECT_NE(one, two);
  std::string text =
      baseline_text({{"c", "b.cpp", two, "m\n\"q\""}, {"c", "a.cpp", one, "\xff"}, {"c", "b.cpp", two, "m\n\"q\""}});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
  Baseline baseline = parse_baseline("b.json", text);
  ASSERT_EQ(baseline.entries.size(), 2u);
  EXPECT_EQ(baseline.entries[0].file, "a.cpp");
  EXPECT_TRUE(baseline.knows(one));
  EXPECT_FALSE(baseline.knows("0"));
  ASSERT_EQ(baseline.stale({one}).size(), 1u);
  EXPECT_EQ(baseline.stale({one})[0].fingerprint, two);
}

TEST(Baseline, ComplaintsNameThePlace) {
  EXPECT_THAT(error_of("{\n \"schema\": oops"), HasSubstr("b.json:2:"));
  EXPECT_THAT(error_of("{\"x\": 1e999}"), HasSubstr("b.json: a number is too large"));
  EXPECT_THAT(error_of(""), HasSubstr("b.json:1:1: not valid JSON"));
  EXPECT_THAT(error_of("[]"), HasSubstr("is no baseline"));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.baseline", "version": "9.0"})"), HasSubstr("has version 9.0"));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.baseline", "version": "1.0", "findings": [{"check": 1}]})"),
              HasSubstr("at /findings/0: needs a text \"check\""));
  EXPECT_THAT(
      error_of(
          R"({"schema": "paraudit.baseline", "version": "1.0", "findings": [{"check": "c", "file": "", "fingerprint": "z", "message": ""}]})"),
      HasSubstr("32 hexadecimal digits"));
  EXPECT_THAT(error_of(std::string(100000, '[')), HasSubstr("nested deeper than 8"));
}

} // namespace
} // namespace paraudit::formats
