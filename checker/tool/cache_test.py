#!/usr/bin/env python3
"""What a user notices of --cache-dir: the second run reads only what changed, and never says anything else.

  cache_test.py PROGRAM
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""

HEADER = "#pragma once\ninline int limit = 1;\ninline void raise() { ++limit; }\n"
SOURCE = '#include "shared.h"\nint counter_%s;\nint next_%s() { raise(); return ++counter_%s; }\n'


class Cache(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.directory = self.temporary.name
        for name in (".git", "src", "include"):
            os.mkdir(os.path.join(self.directory, name))
        self.write("include/shared.h", HEADER)
        for name in "abc":
            self.write(f"src/{name}.cpp", SOURCE % (name, name, name))
        self.database()
        time.sleep(0.1)  # what is newer than the run is not stored

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def edit(self, name, text):
        self.write(name, text)
        time.sleep(0.1)

    def database(self, *flags):
        self.write("compile_commands.json", json.dumps([
            {"directory": self.directory, "file": f"src/{name}.cpp",
             "arguments": ["c++", "-std=c++20", "-Ifirst", "-Iinclude", *flags, "-c", f"src/{name}.cpp"]}
            for name in "abc"]))

    def start(self, *arguments, cache="cache"):
        return subprocess.Popen([PROGRAM, "--format=json", f"--cache-dir={cache}", *arguments], cwd=self.directory,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def check(self, *arguments, cache="cache", code=0):
        """The output, and how many units came from the cache."""
        process = self.start(*arguments, cache=cache)
        out, err = process.communicate()
        self.assertEqual(process.returncode, code, out + err)
        found = re.search(r"From the cache: (\d+) units? of 3", err)
        return out, int(found.group(1)) if found else None

    def without_cache(self):
        return subprocess.run([PROGRAM, "--format=json"], cwd=self.directory, capture_output=True, text=True,
                              check=True).stdout

    def files(self, pattern):
        return sorted(glob.glob(os.path.join(self.directory, "cache", pattern)))

    def expect(self, cached, code=0):
        out, number = self.check(code=code)
        self.assertEqual(number, cached)
        self.assertEqual(out, self.without_cache())

    def test_second_run_reads_nothing_and_says_the_same(self):
        self.expect(0)
        self.expect(3)

    def test_edit_of_a_source_costs_that_unit(self):
        self.expect(0)
        self.edit("src/b.cpp", "int other;\nint change() { return ++other; }\n")
        self.expect(2)
        self.expect(3)

    def test_edit_of_a_header_costs_its_users(self):
        self.edit("src/c.cpp", "int alone;\nint change() { return ++alone; }\n")
        self.expect(0)
        self.edit("include/shared.h", HEADER.replace("limit", "bound"))
        self.expect(1)
        self.edit("include/shared.h", HEADER)  # the old facts are for the old content
        self.assertIn('"limit"', self.check()[0])

    def test_a_touched_file_has_not_changed(self):
        self.expect(0)
        os.utime(os.path.join(self.directory, "include/shared.h"))
        self.expect(3)

    def test_a_header_that_appears_before_another_is_seen(self):
        self.expect(0)
        os.mkdir(os.path.join(self.directory, "first"))
        self.edit("first/shared.h", HEADER.replace("limit", "hiding"))
        out, number = self.check()
        self.assertEqual(number, 0)
        self.assertIn('"hiding"', out)

    def test_flags_and_include_variables_count(self):
        self.expect(0)
        self.database("-DNDEBUG")
        self.expect(0)
        os.environ["CPATH"] = "/nowhere"
        self.addCleanup(os.environ.pop, "CPATH")
        self.expect(0)

    def test_damage_is_as_if_it_had_never_been(self):
        self.expect(0)
        first, second, third = self.files("facts/*.facts")
        with open(first, "r+b") as file:
            file.truncate(20)
        with open(second, "r+b") as file:
            file.seek(40)
            byte = file.read(1)
            file.seek(40)
            file.write(bytes([byte[0] ^ 1]))
        os.remove(third)
        self.expect(0)
        self.expect(3)
        for unit in self.files("units/*"):
            with open(unit, "r+b") as file:
                file.truncate(os.path.getsize(unit) // 2)
        self.expect(0)
        with open(self.files("units/*")[0], "wb") as file:
            file.write(b"\0\xff not a manifest")
        self.expect(2)

    def test_a_unit_that_fails_is_not_kept(self):
        self.edit("src/a.cpp", "int broken() { return nothing; }\n")
        for expected in (0, 2):
            process = self.start()
            err = process.communicate()[1]
            self.assertEqual(process.returncode, 3)
            self.assertIn("nothing", err)
            self.assertIn(f"From the cache: {expected} units of 3", err)

    def test_runs_share_a_directory(self):
        expected = self.without_cache()
        for _ in range(2):
            for process in [self.start("-j2") for _ in range(3)]:
                self.assertEqual(process.communicate()[0], expected)
        self.assertEqual(self.check(), (expected, 3))
        self.assertEqual([name for name in self.files("*/*") if ".tmp" in name], [])

    def test_the_oldest_goes_when_it_grows_too_large(self):
        self.expect(0)
        unused = os.path.join(self.directory, "cache/facts/unused.facts")
        with open(unused, "wb") as file:
            file.truncate(1 << 20)
        os.utime(unused, (time.time() - 60, time.time() - 60))
        self.check("--cache-size=1")
        self.assertTrue(os.path.exists(unused))  # nothing was added
        self.edit("src/b.cpp", "int other;\nint change() { return ++other; }\n")
        self.check("--cache-size=1")
        self.assertFalse(os.path.exists(unused))
        self.expect(3)

    def test_a_directory_that_cannot_be_made_is_an_error(self):
        self.write("taken", "")
        process = self.start(cache="taken/cache")
        err = process.communicate()[1]
        self.assertEqual(process.returncode, 2)
        self.assertIn("taken/cache", err)
        self.assertIn("--cache-dir", err)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
