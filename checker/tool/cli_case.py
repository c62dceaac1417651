"""What the tests of paraudit-check's command line share: small projects in a directory of their own."""

import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = ""

ABBA = """#include <mutex>
std::mutex a;
std::mutex b;
void one() { std::scoped_lock x(a); std::scoped_lock y(b); }
void two() { std::scoped_lock x(b); std::scoped_lock y(a); }
"""
COUNTER = "int counter = 0;\nint next() { return ++counter; }\n"
CLEAN = "int twice(int x) { return 2 * x; }\n"
BROKEN = "int f() { return undeclared_name; }\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.directory = self.temporary.name
        os.mkdir(os.path.join(self.directory, ".git"))
        self.addCleanup(self.temporary.cleanup)

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def project(self, **sources):
        entries = []
        for name, text in sources.items():
            self.write(name + ".cpp", text)
            entries.append({"directory": self.directory, "file": name + ".cpp",
                            "arguments": ["c++", "-std=c++20", "-c", name + ".cpp"]})
        self.write("compile_commands.json", json.dumps(entries))

    def run_check(self, *arguments, code=0):
        result = subprocess.run([PROGRAM, *arguments], cwd=self.directory, capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result
