#include "checker/tool/init_once.h"

#include <gtest/gtest.h>

namespace paraudit::tool {
namespace {

// The text with the change made at the first `table` after `if`, or "" where none is made.
std::string changed(const std::string& text) {
  size_t test = text.find("if");
  std::optional<std::vector<TextChange>> changes = make_init_once(text, text.find("table", test), "table");
  if (!changes) {
    return "";
  }
  std::string result = text;
  for (auto change = changes->rbegin(); change != changes->rend(); ++change) {
    result.replace(change->offset, change->length, change->text);
  }
  return result;
}

TEST(InitOnce, AStatementBecomesTheBodyOfALambda) {
  EXPECT_EQ(changed("T& get() {\n  if (!table)\n    table = new T{1, ')'};\n  return *table;\n}\n"),
            "T& get() {\n  static std::once_flag table_once;\n  std::call_once(table_once, [&] {\n"
            "    table = new T{1, ')'};\n  });\n  return *table;\n}\n");
}

TEST(InitOnce, OneLineStaysOne) {
  EXPECT_EQ(
      changed("{\n  if (table == nullptr) table = new T; // once\n}\n"),
      "{\n  static std::once_flag table_once;\n  std::call_once(table_once, [&] { table = new T; }); // once\n}\n");
}

TEST(InitOnce, ABlockKeepsItsShape) {
  EXPECT_EQ(changed("{\n  int x;\n  if (!table) { // first use\n    fill(\"}\");\n    table = true;\n  }\n}\n"),
            "{\n  int x;\n  static std::once_flag table_once;\n  std::call_once(table_once, [&] { // first use\n"
            "    fill(\"}\");\n    table = true;\n  });\n}\n");
}

TEST(InitOnce, WhatMayMeanSomethingElseIsLeft) {
  for (const char* text : {
           "{\n  if (!table && x)\n    table = new T;\n}\n",                  // more decides
           "{\n  if (!table)\n    table = find();\n}\n",                      // may be null, and asked again
           "{\n  if (!table)\n    table = new T;\n  else\n    use();\n}\n",   // the other branch
           "{\n  if (!table) {\n    table = new T;\n    return;\n  }\n}\n",   // leaves
           "{\n  while (x)\n  if (!table)\n    table = new T;\n}\n",          // the body of something
           "{\n  use(); if (!table)\n    table = new T;\n}\n",                // not at the beginning of a line
           "{\n  if (!table)\n    if (x) table = new T;\n}\n",                // not always
           "{\n  if (!table) {\n    other.table = new T;\n  }\n}\n",          // another's
           "{\n  if (!table) {\n    table = new T;\n#if X\n#endif\n  }\n}\n", // directives
           "int table_once;\n{\n  if (!table)\n    table = new T;\n}\n",      // the name is taken
           "{\n  if (!table) {\n    table = new T(R\"(x)\");\n  }\n}\n",      // not read
           "{\n  if (!table) {\n    table = new T;\n",                        // no end
       }) {
    EXPECT_EQ(changed(text), "") << text;
  }
}

TEST(InitOnce, KnowsWhatIsUnset) {
  for (const char* text : {";", " = nullptr;", " = 0 ;", "{};", "{nullptr};", " = false;"}) {
    EXPECT_TRUE(starts_unset(text, 0)) << text;
  }
  for (const char* text : {" = make();", " = true;", "{1};", ", other;", "(0);", ""}) {
    EXPECT_FALSE(starts_unset(text, 0)) << text;
  }
}

} // namespace
} // namespace paraudit::tool
