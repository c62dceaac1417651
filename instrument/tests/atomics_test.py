#!/usr/bin/env python3
"""Contended atomics on request (paraudit-clang++ --atomics): every update has the user's line, a compare-and-swap loop that
threads share shows its failures and the time they cost, one that each thread has for itself shows none."""
import json
import os
import re
import unittest

import harness
import site_counts
from harness import total

SOURCE = os.path.join(harness.TESTDATA, "atomics.cpp")
CLANGXX, RECORD, REPORT = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("clang++", "record", "report"))
THREADS, ROUNDS = 4, 200000


def line_of(text):
    with open(SOURCE) as stream:
        return next(number for number, line in enumerate(stream, 1) if text in line)


class Atomics(harness.Case):
    def build(self, *flags):
        program = self.path("subject")
        harness.run([CLANGXX, "-std=c++20", "-pthread", *flags, SOURCE, "-o", program])
        return program

    def test_every_update_is_seen_at_the_users_line(self):
        rounds = 10
        for level in ("-O0", "-O2"):
            events, result = self.count(self.build("--atomics", level), "1", str(rounds), preload=False)
            self.assertEqual(result.stdout, f"{3 * rounds} {rounds}\n")
            expected = site_counts.expected_lines(SOURCE, r"// updates = (\d+)")
            self.assertEqual(site_counts.by_line(events, "atomic"), {place: n * rounds for place, n in expected.items()})
            self.assertEqual(total(events, "atomic", mode=1), 0, "nobody to fail against")

    def test_by_name(self):
        for wanted, seen in (("hits", {"demo::hits"}), ("demo::top,Own::value", {"demo::top", "demo::Own::value"})):
            stats = self.path("stats")
            harness.run([CLANGXX, f"--atomics={wanted}", "-std=c++20", "-pthread", SOURCE, "-o", self.path("subject")],
                        env={"PARAUDIT_PASS_STATS": stats})
            events, _ = self.count(self.path("subject"), "1", "3", preload=False)
            self.assertEqual({e.site.lock_name for e in events if e.name == "atomic"}, seen)
            with open(stats) as stream:
                counted = json.loads(stream.readlines()[-1])
            self.assertEqual(counted["instrumented_atomics"] + counted["skipped_atomics_by_name"], 6)

    def test_not_asked_for(self):
        events, _ = self.count(self.build(), "1", "3", preload=False)
        self.assertEqual(total(events, "atomic"), 0)

    @unittest.skipUnless(os.path.exists(harness.RECORDER) and os.path.exists(REPORT), "needs the recorder and the report")
    def test_contention_is_told_in_the_report(self):
        trace, out = self.path("trace"), self.path("report.json")
        harness.run([RECORD, "-o", trace, "--", self.build("--atomics", "-O2"), str(THREADS), str(ROUNDS)])
        harness.run([REPORT, trace, "-o", out])
        with open(out) as stream:
            found = {each["name"]: each for each in json.load(stream)["wait_objects"] if each["kind"] == "atomic variable"}
        contended, own = found["demo::top"], next(each for name, each in found.items() if re.search(r"atomics\.cpp:\d+$", name))
        self.assertGreater(contended["contended"], 0)
        self.assertGreater(contended["wait_ns"]["total"], 0)
        self.assertEqual({site["line"] for site in contended["sites"]}, {line_of("top.compare_exchange_weak")})
        for quiet in (own, found["demo::hits"], found["demo::by_builtin"]):
            self.assertEqual((quiet["contended"], quiet["wait_ns"]["total"]), (0, 0), quiet["name"])
        # One success in 64 is looked at: of 800000 the estimate's standard error is under one part in a hundred.
        self.assertAlmostEqual(found["demo::by_builtin"]["acquisitions"], THREADS * ROUNDS, delta=0.1 * THREADS * ROUNDS)
        self.assertGreaterEqual(contended["acquisitions"] - contended["contended"], 0.9 * THREADS * ROUNDS)


if __name__ == "__main__":
    unittest.main()
