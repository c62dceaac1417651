// What locks cost in instructions: a serial MTLock nothing; a lock that is not recorded nothing of the recorder's; a
// recorded one, uncontended, an atomic instruction each way, no clock and no call. The same searches find what they
// seek elsewhere.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <regex>
#include <string>

namespace {

using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

// The instructions of one function, with the symbols that they refer to.
std::string instructions(const char* object_file, const std::string& function) {
  std::string command = std::string(PARAUDIT_OBJDUMP) + " -d -r --no-show-raw-insn --disassemble-symbols='" + function +
                        "' '" + object_file + "'";
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  char buffer[4096];
  while (pipe != nullptr && std::fgets(buffer, sizeof(buffer), pipe) != nullptr)
    text += buffer;
  EXPECT_EQ(pclose(pipe), 0) << command;
  EXPECT_THAT(text, HasSubstr("ret")) << "no function " << function << " in " << object_file;
  std::string heading = "<" + function + ">:";
  std::size_t at = text.find(heading);
  text.erase(0, at == std::string::npos ? 0 : at + heading.size());
  return std::regex_replace(text, std::regex("<[^>]*>"), ""); // targets of jumps within it
}

const auto kIsAtomic = ContainsRegex("[ \t](lock|xchg[a-z]*|ldax[a-z]*|cas[a-z]*)[ \t\n]");
const auto kCalls = ContainsRegex("[ \t](call|bl|blr)[a-z]*[ \t]");

std::ptrdiff_t atomics_in(const std::string& code) {
  const std::regex atomic("[ \t](lock|xchg[a-z]*|cas[a-z]*)[ \t\n]");
  return std::distance(std::sregex_iterator(code.begin(), code.end(), atomic), std::sregex_iterator());
}

TEST(MTLockDisassembly, SerialHasNoAtomicInstructionAndNoCall) {
  std::string code = instructions(PARAUDIT_SERIAL_OBJECT, "locked_increment");
  EXPECT_THAT(code, Not(kIsAtomic)) << code;
  EXPECT_THAT(code, Not(kCalls)) << code;
}

TEST(MTLockDisassembly, ParallelHasOne) {
  EXPECT_THAT(instructions(PARAUDIT_PARALLEL_OBJECT, "locked_increment"), kIsAtomic);
}

TEST(LockDisassembly, WithoutRecordingThereIsNothingOfTheRecorder) {
  auto recorder = AnyOf(HasSubstr("_recorded"), HasSubstr("paraudit_fast"), HasSubstr("%fs:"));
  std::string code = instructions(PARAUDIT_PARALLEL_OBJECT, "unrecorded_increment");
  EXPECT_THAT(code, Not(recorder)) << code;
  EXPECT_THAT(instructions(PARAUDIT_PARALLEL_OBJECT, "locked_increment"), recorder);
}

#if defined(__x86_64__)
TEST(LockDisassembly, RecordedAndUncontendedReadsNoClockAndCallsNobody) {
  const std::string base = "_ZN8paraudit6detail11RawLockBase";
  for (const std::string& function :
       {base + "13lock_recordedEjPK22paraudit_source_record", base + "15unlock_recordedEv"}) {
    std::string code = instructions(PARAUDIT_RAW_LOCK_OBJECT, function);
    EXPECT_EQ(atomics_in(code), 1) << code;
    EXPECT_THAT(code, Not(kCalls)) << code;
    EXPECT_THAT(code, Not(HasSubstr("rdtsc"))) << code;
  }
  std::string timeline = instructions(PARAUDIT_RAW_LOCK_OBJECT, base + "17unlock_with_clockEv");
  EXPECT_THAT(timeline, HasSubstr("rdtsc")) << "the search would find one";
  EXPECT_THAT(timeline, kCalls);
}
#endif

} // namespace
