// A serial MTLock costs nothing: the compiled code has no atomic instruction and calls nothing. The parallel form of
// the same source shows that the search would find them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::string disassembly_of(const char* object_file) {
  std::string command = std::string(PARAUDIT_OBJDUMP) +
                        " -d --no-show-raw-insn --disassemble-symbols=locked_increment '" + object_file + "'";
  std::string text;
  std::FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  char buffer[4096];
  while (pipe != nullptr && std::fgets(buffer, sizeof(buffer), pipe) != nullptr)
    text += buffer;
  EXPECT_EQ(pclose(pipe), 0) << command;
  EXPECT_THAT(text, HasSubstr("ret")) << "no such function in " << object_file;
  return text;
}

const auto kIsAtomic = AnyOf(HasSubstr("lock"), HasSubstr("xchg"), HasSubstr("ldax"), HasSubstr("cas"));

// The listing without its heading, which names the function.
std::string instructions(std::string text) {
  return text.substr(text.find("<locked_increment>:") + 19);
}

TEST(MTLockDisassembly, SerialHasNoAtomicInstructionAndNoCall) {
  std::string code = instructions(disassembly_of(PARAUDIT_SERIAL_OBJECT));
  EXPECT_THAT(code, Not(kIsAtomic)) << code;
  EXPECT_THAT(code, Not(HasSubstr("call"))) << code;
}

TEST(MTLockDisassembly, ParallelHasOne) {
  EXPECT_THAT(instructions(disassembly_of(PARAUDIT_PARALLEL_OBJECT)), kIsAtomic);
}

} // namespace
