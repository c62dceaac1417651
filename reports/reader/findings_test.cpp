#include "reports/reader/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/reader/input_error.h"
#include "reports/reader/test_directory.h"

#include <fstream>

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string error_of(const std::string& text) {
  TestDirectory directory;
  write(directory.path("f.json"), text);
  try {
    read_findings(directory.path("f.json"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

constexpr const char* kSmall = R"({"schema": "paraudit.findings", "version": "1.2",
  "analysis": {"units": 3, "units_failed": 1},
  "locks": [{"id": "A::m", "name": "A::m", "kind": "mutex", "file": "a.h", "line": 3,
             "acquisitions": [{"file": "a.cpp", "line": 9, "columns": {"debug": 5}, "function": "f", "mode": "shared", "try": true, "via": {"file": "b.h", "line": 4}}]}],
  "shared_state": [{"id": "g", "file": "a.cpp", "line": 2, "column": 1, "synchronization": {"kind": "lock", "guard": "A::m"}}],
  "lock_order": {"edges": [{"before": "A::m", "after": "B::m", "declared": true, "sites": [{"file": "a.cpp", "line": 9, "column": 5}]}],
                 "cycles": [{"locks": ["A::m", "B::m"]}]},
  "findings": [{"check": "paraudit-self-deadlock", "message": "m", "file": "a.cpp", "line": 9, "extra": [1]}]})";

TEST(Findings, ReadsWhatTheReportJoinsOn) {
  TestDirectory directory;
  write(directory.path("f.json"), kSmall);
  Findings findings = read_findings(directory.path("f.json"));
  EXPECT_EQ(findings.units_failed, 1u);
  ASSERT_EQ(findings.locks.size(), 1u);
  EXPECT_EQ(findings.locks[0].acquisitions.at(0).columns.at("debug"), 5u);
  EXPECT_TRUE(findings.locks[0].acquisitions[0].is_try);
  EXPECT_EQ(findings.locks[0].acquisitions[0].via.file, "b.h");
  EXPECT_EQ(findings.shared_state.at(0).guard, "A::m");
  EXPECT_TRUE(findings.edges.at(0).declared);
  EXPECT_THAT(findings.cycles.at(0).locks, ElementsAre("A::m", "B::m"));
  EXPECT_THAT(findings.findings.at(0).json, HasSubstr("\"extra\":[1]"));
}

TEST(Findings, RefusesNumbersThatAreTooLarge) {
  EXPECT_THAT(error_of("{\n \"x\": 1e999}"), HasSubstr("f.json:2:7: a number is too large"));
}

TEST(Findings, NamesThePlaceInsideTheJson) {
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "1.0", "locks": [{"id": "a"}, {"id": 7}]})"),
              HasSubstr("f.json: at /locks/1/id: expected a string, found number"));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "1.0", "locks": [{}]})"),
              HasSubstr("at /locks/0: has no member \"id\""));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "1.0", "findings": {"a": 1}})"),
              HasSubstr("at /findings: expected a list, found object"));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "1.0"})"), HasSubstr("has no list of findings"));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "1.0",
                           "findings": [{"check": "c", "message": "m", "severity": "fatal"}]})"),
              HasSubstr("at /findings/0: has the severity \"fatal\"; one of: error, warning, remark"));
}

TEST(Findings, NamesLineAndColumnOfWhatIsNoJson) {
  EXPECT_THAT(error_of("{\n  \"schema\": oops\n}"), HasSubstr("f.json:2:13: not valid JSON"));
  EXPECT_THAT(error_of(""), HasSubstr("the file is empty"));
  EXPECT_THAT(error_of("{\"schema\": \"paraudit.findings\""), HasSubstr("not valid JSON"));
}

TEST(Findings, RejectsAnotherSchemaVersionAndDepth) {
  EXPECT_THAT(error_of(R"({"schema": "paraudit.report", "version": "1.0"})"), HasSubstr("not \"paraudit.findings\""));
  EXPECT_THAT(error_of(R"({"schema": "paraudit.findings", "version": "2.0"})"), HasSubstr("has version 2.0"));
  EXPECT_THAT(error_of("[1]"), HasSubstr("expected an object, found array"));
  EXPECT_THAT(error_of(std::string(100000, '[')), HasSubstr("nested deeper than 64"));
}

} // namespace
} // namespace paraudit::reports
