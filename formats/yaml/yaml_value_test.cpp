#include "formats/yaml/yaml_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/located_error.h"
#include "formats/yaml/yaml_reader.h"

namespace paraudit::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string error_of(const std::string& text) {
  try {
    parse_yaml("f.yaml", text);
  } catch (const LocatedError& error) {
    return error.what();
  }
  return "";
}

TEST(Yaml, KnowsWhereValuesStand) {
  YamlValue root = parse_yaml("f.yaml", "# c\na: 1\nb:\n  - x\n  - {k: 'v'}\nn:\n");
  ASSERT_EQ(root.members.size(), 3u);
  EXPECT_EQ(root.find("b")->line, 3u);
  EXPECT_EQ(root.find("b")->value.column, 3u);
  EXPECT_EQ(root.find("b")->value.items[1].line, 5u);
  EXPECT_TRUE(root.find("b")->value.items[1].is_flow);
  EXPECT_FALSE(root.find("b")->value.items[1].members[0].value.is_plain);
  EXPECT_EQ(root.find("n")->value.kind, YamlValue::Kind::kNull);
  EXPECT_EQ(parse_yaml("f.yaml", "").kind, YamlValue::Kind::kNull);
}

TEST(Yaml, ComplaintsNameLineAndColumn) {
  EXPECT_THAT(error_of("a: 1\nb: [1, 2\n"), HasSubstr("f.yaml:3:1: not valid YAML"));
  EXPECT_THAT(error_of("a: 1\n\nb: 2\na: 3\n"),
              HasSubstr("f.yaml:4:1: 'a' stands here a second time; the first is in line 1"));
  EXPECT_THAT(error_of("a: &x 1\nb: *x\n"), HasSubstr("f.yaml:1:4: anchors"));
  EXPECT_THAT(error_of("a: !!int 1\n"), HasSubstr("tags"));
  EXPECT_THAT(error_of("a: 1\n---\nb: 2\n"), HasSubstr("more than one YAML document"));
  EXPECT_THAT(error_of(std::string("a\0b", 3)), HasSubstr("offset 1 holds a NUL byte"));
  EXPECT_THAT(error_of("? [a]\n: 1\n"), HasSubstr("expected a name"));
}

TEST(Yaml, IsBoundedInDepthAndSize) {
  EXPECT_THAT(error_of(std::string(100, '[') + std::string(100, ']')), HasSubstr("nested deeper than 32"));
  EXPECT_THAT(error_of(std::string(200000, '[')), HasSubstr("f.yaml"));
  std::string many = "[";
  for (int i = 0; i < 200001; ++i)
    many += "1,";
  EXPECT_THAT(error_of(many + "]"), HasSubstr("more than 200000 values"));
}

TEST(YamlReader, SuggestsTheNearestName) {
  std::string file = "f.yaml";
  YamlValue root = parse_yaml(file, "decison: x\nnumber: 1e999\nflag: yes\nlist: 3\n");
  YamlReader reader(file, root, "the entry");
  auto message = [&](auto action) -> std::string {
    try {
      action();
    } catch (const LocatedError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(message([&] { reader.expect_map({"decision"}); }),
              HasSubstr("f.yaml:1:1: the entry has no member 'decison'; did you mean 'decision'?"));
  EXPECT_THAT(message([&] { reader.member("guard"); }), HasSubstr("needs a member 'guard'"));
  EXPECT_THAT(message([&] { reader.member("number").number(); }), HasSubstr("f.yaml:2:9: 'number' must be a number"));
  EXPECT_THAT(message([&] { reader.member("flag").flag(); }), HasSubstr("must be true or false"));
  EXPECT_THAT(message([&] { reader.items_of("list"); }), HasSubstr("must be a list ('- ' lines), but is a text"));
  EXPECT_THAT(message([&] { reader.member("decison").choice({"todo", "leave"}); }), HasSubstr("one of: todo, leave"));
}

} // namespace
} // namespace paraudit::formats
