#include "minicompiler/codegen/link.h"
#include "minicompiler/codegen/support_object.h"
#include "minicompiler/codegen/write_file.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace minirc::codegen {
namespace {

TEST(SupportObject, IsAnElfObject) {
  EXPECT_EQ(support_object().substr(0, 4), "\177ELF");
}

TEST(Link, MissingMainIsReportedByName) {
  LinkResult result = link_executable({}, 1);
  EXPECT_NE(result.error.find("minirc_user_main"), std::string::npos) << result.error;
  EXPECT_NE(result.error.find("minirc run-time support"), std::string::npos) << result.error;
  EXPECT_TRUE(result.executable.empty());
}

TEST(Link, GarbageIsReportedNotCrashedOn) {
  LinkResult result = link_executable({{"unit.0", "this is no object"}}, 1);
  EXPECT_NE(result.error.find("unit.0"), std::string::npos) << result.error;
}

class WriteFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "write_file_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    dir_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(dir_); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir_), {}));
  }
  std::filesystem::path dir_;
};

TEST_F(WriteFile, ReplacesAtOnceAndSetsTheMode) {
  std::string path = dir_ / "out";
  EXPECT_EQ(write_file(path, "first", false), "");
  EXPECT_EQ(write_file(path, "second", true), "");
  std::ifstream in(path);
  std::string text;
  in >> text;
  EXPECT_EQ(text, "second");
  EXPECT_EQ(::access(path.c_str(), X_OK), 0);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(WriteFile, NamesTheFileWhenTheDirectoryIsMissing) {
  std::string path = dir_ / "no" / "out";
  EXPECT_EQ(write_file(path, "x", false), "could not write output to " + path + ": No such file or directory");
}

TEST_F(WriteFile, FullDisk) {
  EXPECT_EQ(write_file("/dev/full", "x", false), "could not write output to /dev/full: No space left on device");
}

TEST_F(WriteFile, ADirectoryIsNotOverwritten) {
  EXPECT_EQ(write_file(dir_, "x", false), "could not write output to " + dir_.string() + ": Is a directory");
  EXPECT_EQ(entries(), 0u);
}

} // namespace
} // namespace minirc::codegen
