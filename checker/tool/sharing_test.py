#!/usr/bin/env python3
"""Headers that several units include are parsed once, and nobody can tell from what is found.

  sharing_test.py PROGRAM
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""

TABLE = """#pragma once
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>
class Guard {
 public:
  explicit Guard(std::mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
  ~Guard() { mutex_.unlock(); }
 private:
  std::mutex& mutex_;
};
template <class T> class Table {
 public:
  void add(const T& value) { Guard guard(lock); values.push_back(value); }
  std::mutex lock;
  std::vector<T> values;
};
inline std::mutex first, second;
extern int total;
static int copies;
namespace { struct Hidden { int value; }; inline int hidden(Hidden one) { return one.value + copies++; } }
inline int forwards() { Guard a(first); Guard b(second); return ++copies; }
inline void later(std::function<void()> work) { std::thread(std::move(work)).detach(); }
inline auto counted() { return [] { static int calls; return ++calls; }; }
struct Visitor { virtual ~Visitor() = default; virtual void visit() = 0; };
struct Plain : Visitor { void visit() override { Guard guard(second); ++copies; } };
#ifdef TUNED
inline int tuning = 1;
#endif
"""

UNIT = """#include <string>
#include "table.h"
Table<int> table_%(n)s;
namespace { struct Own {}; Table<Own> own; }
int backwards_%(n)s() {
  Guard b(second);
  Guard a(first);
  own.add({});
  return hidden({%(n)s}) + counted()();
}
void start_%(n)s() {
  later([] { table_%(n)s.add(%(n)s); backwards_%(n)s(); forwards(); Plain().visit(); });
}
"""


class Sharing(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.directory = self.temporary.name
        os.mkdir(os.path.join(self.directory, ".git"))
        self.write("table.h", TABLE)
        self.units = []
        for number in range(1, 4):
            self.unit(f"unit{number}.cpp", UNIT % {"n": number})

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def unit(self, name, text, *flags):
        self.write(name, text)
        path = os.path.join(self.directory, name)
        self.units.append({"directory": self.directory, "file": path,
                           "arguments": ["c++", "-std=c++20", *flags, "-c", path, "-o", name + ".o"]})

    def check(self, *arguments, code=(0, 1)):
        """The findings, and how many units came from a shared parse."""
        self.write("compile_commands.json", json.dumps(self.units))
        done = subprocess.run([PROGRAM, "--format=json", *arguments], cwd=self.directory, capture_output=True, text=True)
        self.assertIn(done.returncode, code, done.stdout + done.stderr)
        found = re.search(r"Parsed after shared headers: (\d+) units? of", done.stderr)
        return done.stdout, int(found.group(1)) if found else 0

    def same(self, shared):
        """Checks that sharing takes place for `shared` units and changes nothing; returns the findings."""
        alone, none = self.check("--no-shared-headers")
        together, some = self.check("-j2")
        self.assertEqual((none, some), (0, shared))
        self.assertEqual(alone, together)
        return json.loads(alone)

    def test_sharing_changes_nothing(self):
        found = self.same(shared=3)
        self.assertEqual(self.check("-j1"), self.check("-j7"))
        self.assertIn("paraudit-lock-order-inversion", [finding["check"] for finding in found["findings"]])
        self.assertEqual({lock["id"] for lock in found["locks"]}, {"first", "second", "Table::lock"})
        statics = [state["name"] for state in found["shared_state"] if "copies" in state["name"]]
        self.assertEqual(statics, ["table.h::copies"])  # one declaration, whatever the number of units

    def test_a_macro_that_changes_a_header(self):
        self.unit("tuned.cpp", '#define TUNED 1\n#include "table.h"\nint use() { return ++tuning; }\n')
        found = self.same(shared=3)
        self.assertIn("tuning", [state["name"] for state in found["shared_state"]])

    def test_a_macro_that_is_asked_for_too_early(self):
        self.write("setting.h", "#pragma once\n#include <regex>\n#define SETTING 1\n")
        for number in range(4, 6):
            self.unit(f"unit{number}.cpp", '#include "setting.h"\n' + UNIT % {"n": number})
        self.unit("early.cpp", '#ifndef SETTING\nint unset;\n#endif\n#include "setting.h"\n#include "table.h"\n'
                  "int use() { return forwards(); }\n")
        found = self.same(shared=5)
        self.assertIn("unset", [state["name"] for state in found["shared_state"]])

    def test_a_builtin_macro_that_is_asked_for(self):
        for number in range(4, 6):
            self.unit(f"unit{number}.cpp", "#include <vector>\n#if defined(__COUNTER__) && defined(__has_include)\n" +
                      UNIT % {"n": number} + "#endif\n#ifdef __FILE__\nint named;\n#endif\n")
        found = self.same(shared=5)
        self.assertIn("named", [state["name"] for state in found["shared_state"]])

    def test_a_header_that_needs_others_before_it(self):
        self.write("needy.h", "#pragma once\ninline Guard* kept = nullptr;\n")
        for number in range(4, 6):
            self.unit(f"unit{number}.cpp", '#include "table.h"\n#include "needy.h"\n' + UNIT % {"n": number})
        found = self.same(shared=5)
        self.assertIn("kept", [state["name"] for state in found["shared_state"]])

    def test_a_macro_named_as_a_builtin_function(self):
        self.unit("unit4.cpp", "#include <cstdarg>\n" + UNIT % {"n": 4})  # va_copy, which only a comment ahead mentions
        self.same(shared=4)
        self.write("size.h", '#pragma once\n#include "table.h"\ninline int size(int x) { return __builtin_abs(x) + abs(x); }\n')
        for number in range(5, 7):
            self.unit(f"unit{number}.cpp", '#include "size.h"\n' + UNIT % {"n": number})
        self.unit("unit7.cpp", '#define abs(x) (++copies)\n#include "size.h"\n' + UNIT % {"n": 7})
        self.same(shared=6)

    def test_different_flags_share_nothing(self):
        self.units = []
        for number in range(1, 4):
            self.unit(f"unit{number}.cpp", UNIT % {"n": number}, f"-DNUMBER={number}")
        self.same(shared=0)

    def test_a_unit_that_does_not_parse(self):
        self.unit("broken.cpp", '#include "table.h"\nint broken(\n')
        self.unit("crash.cpp", '#include "table.h"\n#pragma clang __debug crash\n')
        _, shared = self.check(code=(1,))
        self.assertEqual(shared, 3)

    def test_the_cache_holds_parts(self):
        first, shared = self.check("--cache-dir=cache")
        self.assertEqual(shared, 3)
        second, shared = self.check("--cache-dir=cache")
        self.assertEqual((second, shared), (first, 0))
        self.write("unit1.cpp", UNIT % {"n": 1} + "int added; int add() { return ++added; }\n")
        third, shared = self.check("--cache-dir=cache")
        self.assertEqual((third, shared), (self.check("--no-shared-headers")[0], 0))
        self.assertNotEqual(third, first)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
