// One file is asked for its functions over and over: the answers stay the same, and it is mapped once.
#include "instrument/preload/symbols.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <string>
#include <vector>

namespace paraudit::preload {
namespace {

template <int number> [[gnu::noinline]] int numbered(int x) {
  asm volatile("" : "+r"(x));
  return x + number;
}
using Function = int (*)(int);

template <int... numbers> std::vector<Function> numbered_functions(std::integer_sequence<int, numbers...>) {
  return {numbered<numbers>...};
}

std::string name_at(const void* address) {
  std::string name;
  with_function_symbol(
      address, [](void* context, const FunctionSymbol& symbol) { *static_cast<std::string*>(context) = symbol.name; },
      &name);
  return name;
}

// As the compiler spells `numbered<number>`, from its start on.
std::string spelled(int number) {
  return "numberedILi" + std::to_string(number) + "EE";
}

// A look-up takes the byte before a return address.
const void* within(Function function) {
  return reinterpret_cast<const char*>(function) + 1;
}

int mappings_of_the_c_library() {
  std::ifstream maps("/proc/self/maps");
  int count = 0;
  for (std::string line; std::getline(maps, line);)
    count += line.find("/libc.so") != std::string::npos;
  return count;
}

TEST(FunctionSymbols, EveryFunctionHasItsOwnNameHoweverOftenItIsAsked) {
  std::vector<Function> functions = numbered_functions(std::make_integer_sequence<int, 100>{});
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 100; ++i)
      ASSERT_NE(name_at(within(functions[i])).find(spelled(i)), std::string::npos) << "round " << round << ", " << i;
}

TEST(FunctionSymbols, WhatIsNoFunctionHasNoName) {
  static const int data[16] = {};
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(name_at(&data[8]), "");
    EXPECT_EQ(name_at(&i), "");
  }
}

TEST(FunctionSymbols, AFileIsMappedOnceAndStays) {
  int loaded = mappings_of_the_c_library();
  for (int i = 0; i < 100; ++i) {
    EXPECT_NE(name_at(within(reinterpret_cast<Function>(toupper))), "");
    ASSERT_EQ(mappings_of_the_c_library(), loaded + 1);
  }
}

} // namespace
} // namespace paraudit::preload
