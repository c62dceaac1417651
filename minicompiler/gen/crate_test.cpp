#include "minicompiler/gen/crate.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace minirc::gen {
namespace {

size_t lines(const std::map<std::string, std::string>& files) {
  size_t count = 0;
  for (const auto& [name, text] : files)
    count += static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  return count;
}

TEST(Crate, SameOptionsGiveTheSameBytes) {
  EXPECT_EQ(generate_crate({5, 9, 7}), generate_crate({5, 9, 7}));
  EXPECT_NE(generate_crate({5, 9, 7}), generate_crate({5, 9, 8}));
}

TEST(Crate, EveryModuleHasAFileAndADeclaration) {
  auto files = generate_crate({6, 2, 1});
  for (const char* name : {"main.rs", "m0.rs", "m1.rs", "m2.rs", "m2/inner.rs", "m5.rs", "m5/inner.rs"})
    EXPECT_TRUE(files.contains(name)) << name;
  EXPECT_EQ(files.size(), 9u);
  EXPECT_NE(files["main.rs"].find("mod m5;"), std::string::npos);
  EXPECT_NE(files["m5.rs"].find("pub mod inner;"), std::string::npos);
}

TEST(Crate, GrowsWithItsOptions) {
  EXPECT_GT(lines(generate_crate({24, 60, 1})), 20000u);
  EXPECT_LT(lines(generate_crate({1, 1, 1})), 100u);
}

} // namespace
} // namespace minirc::gen
