#!/usr/bin/env python3
"""LevelDB, read by four threads, recorded in both ways: unmodified and built by GCC under `paraudit record`, and built by
paraudit-clang++ through CMake. The acquisitions of every line must agree, whatever the threads did."""
import json
import os
import shutil
import subprocess
import sys
import unittest

import harness
import site_counts

SCRIPT = os.path.join(harness.ROOT, "scripts/leveldb_source")
WORK = os.path.join(harness.BUILD, "leveldb-test")
RECORD = os.path.join(harness.BIN, "paraudit-record")
REPORT = os.path.join(harness.BIN, "paraudit-report")
THREADS, ROUNDS, KEYS = 4, 3, 2000
SKIPPED = 77


def leveldb(option=None):
    """What scripts/leveldb_source prints; ends the test as skipped where LevelDB cannot be had."""
    result = subprocess.run([SCRIPT, *([option] if option else [])], capture_output=True, text=True)
    if result.returncode == SKIPPED:
        print("skipped:", result.stderr.strip())
        sys.exit(SKIPPED)
    if result.returncode:
        sys.exit(result.stderr)
    return result.stdout.split()


def build(name, compiler, *options):
    """Configures and builds the subject with one compiler; the second time only what changed."""
    folder = os.path.join(WORK, name)
    stamp, plugin = os.path.join(folder, "configured"), os.path.join(harness.BUILD, "lib/paraudit-pass.so")
    if os.path.exists(stamp) and os.path.getmtime(stamp) < os.path.getmtime(plugin):
        shutil.rmtree(folder)  # CMake does not know that the objects depend on the pass
    if not os.path.exists(stamp):
        harness.run(["cmake", "-G", "Ninja", "-S", os.path.join(harness.TESTDATA, "leveldb"), "-B", folder,
                     f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=None", *options,
                     f"-DLEVELDB_SOURCE={leveldb()[0]}", f"-DLEVELDB_UNITS={';'.join(leveldb('--units'))}"])
    subprocess.run(["ninja", "-C", folder, "-j2", "--quiet"], check=True)
    open(stamp, "w").close()
    return os.path.join(folder, "leveldb_driver")


class LevelDb(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.by_gcc = build("gcc", "g++", "-DCMAKE_CXX_FLAGS=-O2 -g1")
        cls.by_pass = build("pass", os.path.join(harness.BIN, "paraudit-clang++"), "-DCMAKE_CXX_FLAGS=-O2")

    def setUp(self):
        super().setUp()
        harness.run([self.by_gcc, "prepare", self.path("database"), str(KEYS)])

    def lines_of(self, driver, name):
        """{(file, line): acquisitions} of one recorded run on its own copy of the database."""
        shutil.copytree(self.path("database"), self.path(name))
        result = harness.run([RECORD, "-o", self.path(name + "-trace"), "--", driver, "read", self.path(name),
                              str(THREADS), str(ROUNDS)])
        self.assertRegex(result.stdout, rf"^{KEYS} keys, digest [0-9a-f]{{16}}\n$")
        return site_counts.by_line(site_counts.read_trace(self.path(name + "-trace")))

    def test_both_ways_count_the_same_at_every_line(self):
        preload = self.lines_of(self.by_gcc, "preload")
        self.assertEqual(self.lines_of(self.by_pass, "pass"), preload)
        self.assertEqual(self.lines_of(self.by_gcc, "again"), preload)
        # Get locks the database on entry and again after its search: once a key, for each thread's rounds and the warm-up.
        reads = KEYS * (THREADS * ROUNDS + 1)
        self.assertEqual(sorted(count for (file, _), count in preload.items() if file == "db_impl.cc" and count >= KEYS),
                         [reads, reads])
        wrappers = [place for place in preload if place[0] in ("mutexlock.h", "port_posix.cc", "??")]
        self.assertEqual(wrappers, [], "lines inside wrappers, or without a name")

    @unittest.skipUnless(os.path.exists(REPORT), "the report is not configured")
    def test_both_ways_rank_the_same_when_writing(self):
        rankings = {}
        for name, driver in (("preload", self.by_gcc), ("pass", self.by_pass)):
            trace, out = self.path(name), self.path(name + ".json")
            harness.run([RECORD, "-o", trace, "--", driver, "write", self.path(name + "-new"), str(THREADS), "40000"])
            harness.run([REPORT, trace, "-o", out])
            with open(out) as stream:
                locks = json.load(stream)["locks"]
            whole = sum(lock["wait_ns"]["total"] for lock in locks)
            rankings[name] = [lock["name"] for lock in locks if lock["wait_ns"]["total"] >= whole * 0.2]
            top = locks[0]
            self.assertGreater(top["contended"], 0)
            self.assertEqual(os.path.basename(top["file"]), "db_impl.cc", top["name"])
            files = {os.path.basename(site["file"]) for lock in locks for site in lock["sites"]}
            self.assertEqual(files & {"mutexlock.h", "port_posix.cc", "port_stdcxx.h"}, set(), "a wrapper's lines")
        self.assertEqual(rankings["pass"], rankings["preload"])


if __name__ == "__main__":
    leveldb()
    unittest.main()
