#!/usr/bin/env python3
"""Kinds of locks that programs seldom use, and calls that the C library refuses, by preload and by pass: the program gets
what it gets without a recorder, each line's acquisitions are counted exactly, and what was refused is none."""
import json
import os
import shutil
import unittest

import harness
import site_counts

SOURCE = os.path.join(harness.TESTDATA, "odd_locks.cpp")
CLANGXX, RECORD, REPORT, TRACE = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("clang++", "record", "report", "trace"))
TIMED_OUT = 8  # timed calls of the subject that end without the lock: seven kinds of mutexes, an rwlock


class OddLocks(harness.Case):
    def check(self, program):
        trace = self.path("trace")
        plain = harness.run([program]).stdout
        for options in ([], ["--timeline"]):
            recorded = harness.run([RECORD, *options, "-o", trace, "--", program])
            self.assertEqual(recorded.stdout, plain)
            self.assertEqual(site_counts.by_line(site_counts.read_trace(trace)), site_counts.expected_lines(SOURCE))
            records = json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]
            told = {each["name"]: 0 for each in records if each["record"] == "counter"}
            for each in records:
                if each["record"] == "counter":
                    told[each["name"]] += each["value"]
            self.assertEqual({name: value for name, value in told.items() if value}, {"lock waits given up": TIMED_OUT})
            self.check_reports(trace)
            shutil.rmtree(trace)

    def check_reports(self, trace):
        """Each process by itself: a forked child has rows for what it acquired, not for what its parent did."""
        for process in os.listdir(trace):
            harness.run([REPORT, os.path.join(trace, process), "-o", self.path("report.json")], check=False)
            with open(self.path("report.json")) as stream:
                report = json.load(stream)
            for lock in report["locks"]:
                self.assertGreater(lock["acquisitions"], 0, lock)
                for site in lock["sites"]:
                    self.assertGreater(site["acquisitions"], 0, site)
            self.assertEqual(report["lock_order"]["cycles"], [])

    def test_preloaded_by_gcc(self):
        self.check(self.compile("g++", "-O0", sources=["odd_locks.cpp"]))

    def test_preloaded_by_clang_optimised(self):
        self.check(self.compile("clang++-19", "-O2", sources=["odd_locks.cpp"]))

    def test_pass(self):
        for level in ("-O0", "-O2"):
            program = self.path("subject" + level)
            harness.run([CLANGXX, "-std=c++20", "-pthread", level, SOURCE, "-o", program])
            self.check(program)

    def test_readers_that_read_again_are_a_cycle_where_a_waiting_writer_stops_them(self):
        program = self.compile("g++", "-O0", sources=["readers.cpp"])
        for kind, locks in (("default", []), ("writers-first", [1])):
            trace, report = self.path("trace-" + kind), self.path("report.json")
            harness.run([RECORD, "-o", trace, "--", program, kind])
            harness.run([REPORT, trace, "-o", report], check=False)
            with open(report) as stream:
                cycles = json.load(stream)["lock_order"]["cycles"]
            self.assertEqual([len(cycle["locks"]) for cycle in cycles], locks, (kind, cycles))


if __name__ == "__main__":
    unittest.main()
