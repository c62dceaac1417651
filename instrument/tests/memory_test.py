#!/usr/bin/env python3
"""Memory with locks in it that is given back and used again: other locks, by preload and by pass; no cycle leads through
memory alone, and one through objects that live on is still found."""
import json
import os
import shutil
import unittest

import harness

SOURCE = os.path.join(harness.TESTDATA, "reused_memory.cpp")
CLANGXX, RECORD, REPORT = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("clang++", "record", "report"))
ABORTED = 134


class ReusedMemory(harness.Case):
    def record(self, program, *arguments):
        """The status of a run that ends at a cycle, and the report of one that does not."""
        trace, report = self.path("trace"), self.path("report.json")
        ended = harness.run([RECORD, "--abort-on-cycle", "-o", trace, "--", program, *arguments], check=False)
        shutil.rmtree(trace)
        harness.run([RECORD, "-o", trace, "--", program, *arguments])
        harness.run([REPORT, trace, "-o", report], check=False)
        shutil.rmtree(trace)
        with open(report) as stream:
            return ended, json.load(stream)

    def check(self, program):
        for where, locks in (("heap", 5), ("mapped", 5), ("stack", 3)):
            with self.subTest(where=where):
                ended, report = self.record(program, where)
                self.assertEqual((ended.returncode, report["lock_order"]["cycles"]), (0, []), ended.stderr)
                self.assertEqual(len(report["locks"]), locks, [lock["name"] for lock in report["locks"]])
        for where in "heap", "mapped":
            with self.subTest(kept=where):
                ended, report = self.record(program, where, "kept")
                self.assertEqual((ended.returncode, len(report["lock_order"]["cycles"])), (ABORTED, 1), ended.stderr)

    def test_preload(self):
        self.check(self.compile("g++", "-O0", sources=["reused_memory.cpp"]))

    def test_pass(self):
        for level in ("-O0", "-O2"):
            program = self.path("subject" + level)
            harness.run([CLANGXX, "-std=c++20", "-pthread", level, SOURCE, "-o", program])
            self.check(program)


if __name__ == "__main__":
    unittest.main()
