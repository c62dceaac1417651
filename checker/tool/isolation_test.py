#!/usr/bin/env python3
"""A unit that the front end cannot survive costs that unit, and is told with the command that reproduces it.

  isolation_test.py PROGRAM
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""

GOOD = "static int counter;\nint next() { return ++counter; }\n"
UNITS = {
    "good.cpp": GOOD,
    "crash.cpp": "#pragma clang __debug crash\n",
    "overflow.cpp": "#pragma clang __debug overflow_stack\n",
    "assertion.cpp": "#pragma clang __debug assert\n",
    "endless.cpp": "constexpr int f() { unsigned i = 0; while (true) ++i; }\nstatic_assert(f() == 0);\n",
}


class Isolation(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.directory = self.temporary.name
        os.mkdir(os.path.join(self.directory, ".git"))

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def database(self, units):
        for name, text in units.items():
            self.write(name, text)
        self.write("compile_commands.json", json.dumps(
            [{"directory": self.directory, "file": name,
              "arguments": ["c++", "-std=c++17", "-fconstexpr-steps=2000000000", "-c", name]} for name in units]))

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, "--format=json", *arguments], cwd=self.directory, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, start_new_session=True)

    def check(self, *arguments, code):
        process = self.start(*arguments)
        out, err = process.communicate()
        self.assertEqual(process.returncode, code, out + err)
        return json.loads(out), err

    def test_units_that_the_front_end_does_not_survive(self):
        self.database(UNITS)
        found, err = self.check("--unit-seconds=2", "-j2", code=3)
        failed = {unit["file"] for unit in found["analysis"]["failed"]}
        # `assert` is one only where the front end was built with assertions.
        self.assertEqual(failed - {"assertion.cpp"}, {"crash.cpp", "overflow.cpp", "endless.cpp"})
        self.assertIn("good.cpp::counter", [state["id"] for state in found["shared_state"]])
        self.assertIn("--unit-seconds", err)
        command = re.search(r"to reproduce: (cd \S+ && clang\+\+ .*crash\.cpp.*)", err).group(1)
        again = subprocess.run(command.replace("clang++ ", "clang++-19 ", 1), shell=True, capture_output=True)
        self.assertNotEqual(again.returncode, 0)

    def test_values_that_are_made_of_each_other(self):
        # The main loop of an interpreter: few variables, set and tested in hundreds of places.
        names = "abcd"
        steps = [f"  if ({names[i % 4]} == {i}) {names[(i + 1) % 4]} = {names[(i + 2) % 4]} + {names[(i + 3) % 4]};"
                 for i in range(400)]
        self.database({"interpreter.cpp": "static int steps;\nint run(int a, int b, int c, int d) {\n" +
                       "\n".join(steps) + "\n  steps += a;\n  return b;\n}\n"})
        self.check("--unit-seconds=20", code=0)

    def test_memory_is_bounded(self):
        with open(PROGRAM, "rb") as program:
            if b"__asan_init" in program.read():
                self.skipTest("AddressSanitizer reserves more than any limit, so none is set")
        self.database({"good.cpp": GOOD, "other.cpp": "int other;\n"})
        found, err = self.check("--memory-limit=64", code=3)
        self.assertEqual(found["analysis"]["units_failed"], 2)
        self.assertIn("--memory-limit", err)
        self.check("--memory-limit=4096", code=0)

    def test_an_interrupted_run_keeps_what_it_cached(self):
        slow = "constexpr int f() { unsigned i = 0; while (i < 100000000) ++i; return 0; }\nstatic_assert(f() == 0);\n"
        units = {f"good{n}.cpp": f"static int counter{n};\nint next{n}() {{ return ++counter{n}; }}\n" for n in range(3)}
        self.database({**units, "slow.cpp": slow})
        time.sleep(0.1)  # what is newer than the run is not stored
        process = self.start("--cache-dir=cache", "-j1")
        folder = os.path.join(self.directory, "cache/units")
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (os.path.isdir(folder) and len(os.listdir(folder)) >= 3):
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate()
        self.assertIn(process.returncode, (130, -signal.SIGINT))
        units["slow.cpp"] = "int fast;\n"
        self.write("slow.cpp", units["slow.cpp"])
        time.sleep(0.1)
        _, err = self.check("--cache-dir=cache", code=0)
        self.assertIn("From the cache: 3 units of 4", err)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
