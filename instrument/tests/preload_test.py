#!/usr/bin/env python3
"""The preload library, judged by a recorder that only counts: unmodified programs of both compilers, with and without
inlining, must show every acquisition at the user's line."""
import json
import os
import unittest

import harness
import site_counts
from harness import total

LOCKS = os.path.join(harness.TESTDATA, "locks.cpp")
REPORT = os.path.join(harness.BIN, "paraudit-report")
RWLOCK, RECURSIVE, CONDITION, THREAD = 2, 4, 19, 26
SHARED, TRY = 1, 2


class Preload(harness.Case):
    def check_lines(self, compiler, *flags):
        events, _ = self.count(self.compile(compiler, *flags))
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(LOCKS))
        return events

    def test_gcc_without_inlining(self):
        self.check_lines("g++", "-O0")

    def test_gcc_optimised_without_frame_pointers(self):
        self.check_lines("g++", "-O2", "-fomit-frame-pointer")

    def test_clang_without_inlining(self):
        events = self.check_lines("clang++-19", "-O0")
        self.assertEqual(total(events, "lock_acquired"), total(events, "lock_releasing"))
        self.assertEqual(total(events, "lock_releasing"), total(events, "lock_released"))
        self.assertEqual(total(events, "wait_begin"), total(events, "wait_end"))
        self.assertEqual(total(events, "lock_wait_begin"), total(events, "lock_wait_end"))

    def test_clang_optimised(self):
        events = self.check_lines("clang++-19", "-O2")
        self.assertEqual(total(events, "lock_acquired", kind=RWLOCK, mode=SHARED), 600)
        self.assertEqual(total(events, "lock_acquired", kind=RECURSIVE), 400)
        self.assertEqual(total(events, "lock_acquired", mode=TRY), 2)  # try_lock, and std::lock's second mutex
        self.assertEqual(total(events, "lock_acquired", mode=SHARED | TRY), 1)
        self.assertEqual(total(events, "thread_create"), 3)
        self.assertEqual(total(events, "thread_start"), 3)
        self.assertEqual(total(events, "thread_joined"), 3)
        self.assertEqual(total(events, "signal", kind=CONDITION), 1)
        self.assertGreaterEqual(total(events, "object_owned"), 1)  # call_once
        waits = site_counts.by_line([e for e in events if e.kind == THREAD], "wait_begin")
        self.assertEqual(waits, site_counts.expected_lines(LOCKS, r"// wait = (\d+)"))

    def test_contended_acquisition_announces_its_wait(self):
        events, _ = self.count(self.compile("clang++-19", "-O1", sources=["contended.cpp"]))
        expected = site_counts.expected_lines(os.path.join(harness.TESTDATA, "contended.cpp"), r"// waits = (\d+)")
        self.assertEqual(site_counts.by_line(events, "lock_wait_begin"), expected)
        self.assertEqual(total(events, "lock_wait_end", mode=1), 3)  # got the lock in the end
        self.assertEqual(total(events, "lock_wait_end", mode=0), 1)  # the timed lock gave up

    def test_cancelled_wait_and_exceptions_leave_the_books_balanced(self):
        events, result = self.count(self.compile("clang++-19", "-O1", sources=["unusual.cpp"]))
        self.assertEqual(result.stdout, "cancelled, once threw, retried, error 1 35, robust\n")
        # one thread ends holding the robust mutex
        self.assertEqual(total(events, "lock_acquired"), total(events, "lock_releasing") + 1)
        self.assertEqual(total(events, "wait_begin"), total(events, "wait_end"))

    def test_cancellation_passes_through_what_is_a_cancellation_point(self):
        for compiler, level in (("g++", "-O0"), ("clang++-19", "-O2")):
            program = self.compile(compiler, level, sources=["cancelled.cpp"])
            plain = harness.run([program])
            events, result = self.count(program)
            self.assertEqual(result.stdout, plain.stdout)
            self.assertIn("pending 1 1", result.stdout)
            self.assertEqual(result.stdout.count(" 1 1\n"), 9, result.stdout)
            # The one that waits to the end, and the one that was cancelled where nothing may be unwound to.
            self.assertEqual(total(events, "wait_begin"), total(events, "wait_end") + 2)

    def test_lock_functions_of_c_libraries_show_their_callers_line(self):
        source, program = os.path.join(harness.TESTDATA, "c_wrappers.c"), self.path("subject")
        harness.run(["gcc", "-g", source, "-o", program])
        events, result = self.count(program)
        absent = [range(*map(int, line.split())) for line in result.stdout.splitlines()]
        expected = {place: count for place, count in site_counts.expected_lines(source).items()
                    if not any(place[1] in lines for lines in absent)}
        own = [e for e in events if e.site.module.endswith("subject")]
        self.assertEqual(site_counts.by_line(own), expected)

    @unittest.skipUnless(os.path.exists(harness.RECORDER), "the real recorder was not built")
    def test_the_real_recorder_counts_the_same(self):
        events = self.record(self.compile("g++", "-O1"))
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(LOCKS))
        contended = self.record(self.compile("g++", "-O1", sources=["contended.cpp"]))
        expected = site_counts.expected_lines(os.path.join(harness.TESTDATA, "contended.cpp"), r"lock\(.*// waits = (\d+)")
        waits = site_counts.by_line(contended, "lock_wait_begin")
        self.assertEqual({place: waits.get(place) for place in expected}, expected)
        self.assertEqual(len(waits), 3, "the timed lock that gave up was not acquired")

    def test_stripped_program_runs_and_keeps_its_counts(self):
        program = self.compile("g++", "-O2")
        harness.run(["strip", program])
        events, _ = self.count(program)
        self.assertEqual(total(events, "lock_acquired"), sum(site_counts.expected_lines(LOCKS).values()))

    @unittest.skipUnless(os.path.exists(harness.RECORDER) and os.path.exists(REPORT), "needs the recorder and the report")
    def test_debug_information_may_lie_apart_or_be_of_another_build(self):
        program = self.compile("g++", "-O2", "-Wl,--build-id=0xabcdef12", sources=["contended.cpp"])
        os.makedirs(self.path("debug/.build-id/ab"))
        harness.run(["objcopy", "--only-keep-debug", program, self.path("debug/.build-id/ab/cdef12.debug")])
        harness.run(["strip", program])
        harness.run([os.path.join(harness.BIN, "paraudit-record"), "-o", self.path("trace"), "--", program])
        whole = self.places({"PARAUDIT_DEBUG_PATH": self.path("debug")})
        # All but what lies in wrappers that were not inlined: their names went with the symbols.
        self.assertGreaterEqual(len([file for file, _ in whole if os.path.basename(file) == "contended.cpp"]), 5)
        self.assertNotIn("contended.cpp", str(self.places({})), "stripped, and nobody knows where the rest is")
        self.compile("g++", "-O0", "-Wl,--build-id=0xabcdef34", sources=["contended.cpp"])
        self.assertNotIn("contended.cpp", str(self.places({})), "lines of another build")
        os.remove(program)
        self.assertEqual(self.places({"PARAUDIT_DEBUG_PATH": self.path("debug")}), whole)

    def places(self, environment):
        """{(file, line)} of the locks' sites in the report."""
        harness.run([REPORT, self.path("trace"), "-o", self.path("report.json")], env=environment)
        with open(self.path("report.json")) as stream:
            return {(site["file"], site["line"]) for lock in json.load(stream)["locks"] for site in lock["sites"]}

    def test_nothing_is_recorded_unless_asked(self):
        program = self.compile("g++", "-O1")
        counts = self.path("counts")
        harness.run([program], env={"LD_PRELOAD": harness.PRELOAD, "LD_LIBRARY_PATH": harness.COUNTING,
                                    "PARAUDIT_COUNTS": counts})
        self.assertEqual(site_counts.read_counts(counts), [])

    def test_output_is_the_programs_own(self):
        program = self.compile("g++", "-O1")
        plain = harness.run([program])
        _, recorded = self.count(program)
        self.assertEqual((recorded.stdout, recorded.stderr), (plain.stdout, plain.stderr))


if __name__ == "__main__":
    unittest.main()
