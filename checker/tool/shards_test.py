#!/usr/bin/env python3
"""`paraudit facts` and `paraudit link`: whatever the shards, and in whatever order, the findings are those of one check.

  shards_test.py PROGRAMS   (the directory that holds them)
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAMS = ""

HEADER = """#pragma once
#include <mutex>
inline std::mutex first, second;
inline int forwards() { std::lock_guard<std::mutex> a(first); std::lock_guard<std::mutex> b(second); return 1; }
"""
UNIT = """#include "shared.h"
static int counter;
int backwards_%(n)s() { std::lock_guard<std::mutex> b(second); std::lock_guard<std::mutex> a(first); return ++counter; }
"""


class Shards(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.directory = self.temporary.name
        os.mkdir(os.path.join(self.directory, ".git"))
        self.write("shared.h", HEADER)
        self.units = [f"unit{n}.cpp" for n in range(5)]
        for n, unit in enumerate(self.units):
            self.write(unit, UNIT % {"n": n})
        self.database()

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as file:
            file.write(text)

    def database(self):
        self.write("compile_commands.json", json.dumps(
            [{"directory": self.directory, "file": unit, "arguments": ["c++", "-std=c++17", "-c", unit]}
             for unit in self.units]))

    def run_program(self, name, *arguments, code):
        done = subprocess.run([os.path.join(PROGRAMS, "paraudit-" + name), *arguments], cwd=self.directory,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def check(self):
        return self.run_program("check", "--format=json", code=1).stdout

    def facts(self, shard, directory, code=0):
        return self.run_program("facts", "--shard", shard, "-o", directory, code=code)

    def link(self, *directories, code=1):
        return self.run_program("link", "--format=json", *directories, code=code)

    def test_any_number_of_shards_in_any_order(self):
        expected = self.check()
        self.assertIn("paraudit-lock-order-inversion", expected)
        for count in (1, 2, 3):
            directories = []
            for index in range(count, 0, -1):
                directories.append(f"facts{count}_{index}")
                self.facts(f"{index}/{count}", directories[-1])
                self.facts(f"{index}/{count}", f"all{count}")
            self.assertEqual(self.link(*directories).stdout, expected)
            self.assertEqual(self.link(*reversed(directories)).stdout, expected)
            self.assertEqual(self.link(f"all{count}").stdout, expected)
        self.assertEqual(self.link("all2", "all3", "facts1_1").stdout, expected)  # said twice is said once

    def test_the_same_facts_every_time(self):
        def contents(directory):
            found = {}
            for folder in ("facts", "shards"):
                for name in os.listdir(os.path.join(self.directory, directory, folder)):
                    with open(os.path.join(self.directory, directory, folder, name), "rb") as file:
                        found[folder + "/" + name] = file.read()
            return found
        self.facts("1/1", "one")
        self.run_program("facts", "-j1", "-o", "two", code=0)
        self.assertEqual(contents("one"), contents("two"))
        before = contents("one")
        self.assertIn("5 were there already", self.facts("1/1", "one").stderr)
        self.assertEqual(contents("one"), before)

    def test_missing_and_failed_units_are_listed(self):
        self.facts("1/2", "half")
        done = self.link("half", code=1)  # findings at error level outrank failed units
        self.assertEqual(json.loads(done.stdout)["analysis"]["units_failed"], 3)
        self.assertIn("unit4.cpp: no shard has its facts", done.stderr)
        self.write("unit0.cpp", "int broken(\n")
        self.assertIn("unit failed: unit0.cpp", self.facts("1/1", "broken", code=3).stderr)
        done = self.link("broken", code=1)
        self.assertEqual([unit["file"] for unit in json.loads(done.stdout)["analysis"]["failed"]], ["unit0.cpp"])
        # Another shard that has it, extracted after it was mended, mends it.
        self.write("unit0.cpp", UNIT % {"n": 0})
        self.facts("1/2", "mended")
        self.assertEqual(self.link("broken", "mended").stdout, self.check())

    def test_what_does_not_fit_together_is_refused(self):
        self.facts("1/2", "old")
        self.units.pop()
        self.database()
        self.facts("2/2", "new")
        self.assertIn("another program", self.link("old", "new", code=2).stderr)
        self.assertIn("holds no facts", self.link("nowhere", code=2).stderr)
        record = os.path.join(self.directory, "new/shards/2-of-2.json")
        with open(record, "w", encoding="utf-8") as file:
            file.write('{"schema": "paraudit.shard"')
        self.assertIn("no record of a shard", self.link("new", code=2).stderr)

    def test_damaged_facts_cost_their_units(self):
        self.facts("1/1", "facts")
        folder = os.path.join(self.directory, "facts/facts")
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "r+b") as file:
                file.truncate(40)
        done = self.link("facts", code=3)
        self.assertEqual(json.loads(done.stdout)["analysis"]["units_failed"], 5)
        self.assertIn("cannot read facts file", done.stderr)
        shutil.rmtree(folder)
        self.link("facts", code=3)

    def test_a_job_array(self):
        # A stand-in for Slurm: it runs the array's tasks one after the other, as sbatch would have them run, but for one.
        tools = os.path.join(self.directory, "tools")
        os.mkdir(tools)
        self.write("tools/sbatch", """#!/bin/bash
for argument; do case $argument in --array=*) last=${argument#*-*-*-}; last=${last##*-};; --wrap=*) command=${argument#*=};; esac; done
for ((i = 1; i <= last; ++i)); do [ "$i" = "$BROKEN" ] || SLURM_ARRAY_TASK_ID=$i bash -c "$command" || exit; done
echo '7;cluster'
""")
        self.write("tools/srun", """#!/bin/bash
while [[ $1 == --* ]]; do [[ $1 != --dependency=* || $1 == --dependency=afterany:7 ]] || exit 99; shift; done
exec "$@"
""")
        for name in ("sbatch", "srun"):
            os.chmod(os.path.join(tools, name), 0o755)
        script = os.path.join(os.getcwd(), "scripts/slurm_check")
        def run(*arguments, **more):
            path = os.pathsep.join([tools, PROGRAMS, os.environ["PATH"]])
            return subprocess.run([script, *arguments, "--", "--format=json"], cwd=self.directory, capture_output=True,
                                  text=True, env={**os.environ, "PATH": path, "BROKEN": "", **more})
        done = run("-p", ".", "-o", "facts", "-n", "2", "-c", "1", BROKEN="2")
        self.assertEqual(done.returncode, 1, done.stderr)
        done = run("-p", ".", "-o", "facts", "-n", "2", "-c", "1")
        self.assertEqual((done.returncode, done.stdout), (1, self.check()), done.stderr)
        self.assertEqual(run("-p", ".").returncode, 2)

    def test_usage(self):
        for shard in ("0/2", "3/2", "1", "1/2x", "a/b"):
            self.assertIn("not of the form I/N", self.facts(shard, "out", code=2).stderr)
        self.assertFalse(os.path.exists(os.path.join(self.directory, "out")))
        self.assertIn("needs directories", self.link(code=2).stderr)
        self.run_program("link", "-p", ".", "facts", code=2)


if __name__ == "__main__":
    PROGRAMS = os.path.abspath(sys.argv.pop(1))
    unittest.main()
