#!/usr/bin/env python3
"""Waits that are no locks, by preload: semaphores, barriers, futures, static initialisation, C11 threads; and the options of
`paraudit record` that are about hangs."""
import json
import os
import pathlib
import select
import signal
import subprocess
import time
import unittest

import harness
import site_counts
from harness import total

WAITS = os.path.join(harness.TESTDATA, "waits.cpp")
ATOMIC_WAITS = os.path.join(harness.TESTDATA, "atomic_waits.cpp")
CLANGXX = os.path.join(harness.BIN, "paraudit-clang++")
CONDITION, GUARD, FUTURE, BARRIER, SEMAPHORE, THREAD, FUTEX = 19, 21, 22, 23, 24, 26, 27
RECORD, TRACE = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("record", "trace"))


class Waits(harness.Case):
    def check_lines(self, compiler, *flags):
        events, result = self.count(self.compile(compiler, *flags, sources=["waits.cpp"]))
        self.assertEqual(result.stdout, "42\n7\n")
        once = 20  # std::promise sets its value under a once flag
        waits = site_counts.by_line([e for e in events if e.kind != once], "wait_begin")
        self.assertEqual(waits, site_counts.expected_lines(WAITS, r"// .*wait = (\d+)"))
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(WAITS, r"// .*acquire = (\d+)"))
        kinds = {kind: total(events, "wait_begin", kind=kind) for kind in (CONDITION, GUARD, FUTURE, BARRIER, SEMAPHORE, THREAD)}
        self.assertEqual(kinds, {CONDITION: 1, GUARD: 1, FUTURE: 1, BARRIER: 2, SEMAPHORE: 1, THREAD: 2})
        for kind in (CONDITION, GUARD, FUTURE, BARRIER, SEMAPHORE):
            self.assertEqual(total(events, "signal", kind=kind), 1, kind)
        self.assertEqual(total(events, "wait_begin"), total(events, "wait_end"))
        self.assertEqual(total(events, "object_owned"), total(events, "object_disowned"))

    def test_clang_without_inlining(self):
        self.check_lines("clang++-19", "-O0")

    def test_gcc_optimised(self):
        self.check_lines("g++", "-O2")

    def test_by_the_pass_every_wait_has_a_static_site(self):
        for level in ("-O0", "-O2"):
            events, _ = self.count(self.compile(CLANGXX, level, sources=["waits.cpp"]), preload=False)
            seen = [e for e in events if e.kind in (CONDITION, GUARD, FUTURE, BARRIER, SEMAPHORE, THREAD)]
            self.assertEqual(site_counts.by_line([e for e in seen if e.site.file], "wait_begin"),
                             site_counts.expected_lines(WAITS, r"// .*wait = (\d+)"))
            self.assertEqual([e for e in seen if e.name in ("wait_begin", "signal") and not e.site.file], [])

    def check_atomic_waits(self, events):
        futex = [e for e in events if e.kind == FUTEX]
        for event, pattern in (("wait_begin", r"// wait = (\d+)"), ("signal", r"// signal = (\d+)")):
            self.assertEqual(site_counts.by_line(futex, event), site_counts.expected_lines(ATOMIC_WAITS, pattern))

    def test_atomic_waits_latches_semaphores_and_barriers(self):
        for compiler, level in (("g++", "-O0"), ("g++", "-O2"), ("clang++-19", "-O0"), ("clang++-19", "-O2")):
            with self.subTest(compiler=compiler, level=level):
                events, result = self.count(self.compile(compiler, level, sources=["atomic_waits.cpp"]))
                self.assertEqual(result.stdout, "1\n")
                self.check_atomic_waits(events)

    def test_atomic_waits_by_the_pass(self):
        for level in ("-O0", "-O3"):
            program = self.compile(CLANGXX, level, sources=["atomic_waits.cpp"])
            events, _ = self.count(program, preload=False)
            self.check_atomic_waits(events)
            self.assertEqual([e for e in events if e.kind == FUTEX and not e.site.file], [])

    def test_system_calls_of_all_sorts_work_as_before(self):
        program = self.compile("clang++-19", "-O1", sources=["system_calls.cpp"])
        self.assertEqual(harness.run([program]).stdout, self.count(program)[1].stdout)

    @unittest.skipUnless(os.path.exists(harness.RECORDER), "the real recorder was not built")
    def test_the_real_recorder_has_them_in_its_trace(self):
        program, trace = self.compile("clang++-19", "-O2", sources=["waits.cpp"]), self.path("trace")
        harness.run([RECORD, "--timeline", "-o", trace, "--", program])
        dump = os.path.join(harness.BIN, "paraudit-trace")
        if not os.path.exists(dump):
            self.skipTest("paraudit-trace was not built")
        records = json.loads(harness.run([dump, "dump", "--format", "json", trace]).stdout)["records"]
        kinds = {each["id"]: each["kind"] for each in records if each["record"] == "class"}
        for name in ("object_wait", "object_signal"):
            seen = {kinds[each["class"]] for each in records if each["record"] == name}
            self.assertLessEqual({"condition variable", "static initialisation guard", "future", "barrier", "semaphore"}, seen)


@unittest.skipUnless(os.path.exists(harness.RECORDER), "the real recorder was not built")
class Hangs(harness.Case):
    def hanging(self, *options):
        program = self.compile("clang++-19", "-O1", sources=["deadlock.cpp"])
        process = subprocess.Popen([RECORD, "-o", self.path("trace"), *options, "--", program], text=True, cwd=self.scratch,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended, and its program with it
        process.communicate()

    def graph(self):
        """The text of the first wait-for graph that was written, or ''."""
        texts = [file.read_text() for file in sorted(pathlib.Path(self.path("trace")).glob("*/waits-*.txt"))]
        return next((text for text in texts if "DEADLOCK" in text), "")

    def wait_for_graph(self, process, ask):
        for _ in range(100):
            if self.graph():
                break
            if ask:
                process.send_signal(signal.SIGUSR1)
            time.sleep(0.1)
        return self.graph()

    def test_signal_to_the_recording_prints_the_graph(self):
        process = self.hanging()
        self.assertEqual(process.stdout.readline(), "locked\n")
        text = self.wait_for_graph(process, True)
        self.assertRegex(text, r"DEADLOCK: thread \d+ waits for mutex class \d+ 0x\w+ held by thread \d+, thread")
        self.assertRegex(text, r"acquired at \S*subject\+0x\w+")
        self.assertRegex(text, r"waits \S+ s for thread class \d+ 0x\w+, at \S*subject\+0x\w+, to be ended by thread")

    def test_watchdog_speaks_up_by_itself(self):
        process = self.hanging("--watchdog", "1")
        self.assertIn("PARAUDIT_WATCHDOG_SECONDS", self.wait_for_graph(process, False))

    @unittest.skipUnless(os.path.exists(TRACE), "paraudit-trace was not built")
    def test_the_graph_is_shown_with_source_lines_while_the_program_hangs(self):
        process = self.hanging("--watchdog", "1")
        text, end = "", time.monotonic() + 60
        while "DEADLOCK" not in text.partition("with source lines")[2] and time.monotonic() < end:
            if select.select([process.stderr], [], [], 1)[0]:
                text += os.read(process.stderr.fileno(), 65536).decode()
        self.assertIsNone(process.poll())
        self.check_lines(text.partition("with source lines")[2])
        (graph,) = pathlib.Path(self.path("trace")).glob("*/waits-1.txt")
        self.check_lines(harness.run([TRACE, "waits", str(graph)]).stdout)
        self.check_lines(harness.run([TRACE, "waits", self.path("trace")]).stdout)

    def check_lines(self, text):
        self.assertRegex(text, r"acquired at \S*deadlock.cpp:\d+ in ")
        self.assertRegex(text, r"waits \S+ s for mutex class \d+ 0x\w+, at \S*deadlock.cpp:\d+ in [^,]*, held by thread \d+ since "
                               r"\S*deadlock.cpp:\d+ in ")
        self.assertNotIn("subject+0x", text)

    def test_a_lock_that_is_refused_is_no_cycle(self):
        program = self.compile("g++", "-O1", sources=["errorcheck.cpp"])
        result = harness.run([RECORD, "-o", self.path("trace"), "--abort-on-cycle", "--", program])
        self.assertEqual(result.stdout, harness.run([program]).stdout)

    def test_abort_on_cycle_ends_the_program(self):
        process = self.hanging("--abort-on-cycle")
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGABRT)
        self.assertRegex(errors, r"lock-order cycle; stopping")
        self.assertRegex(errors, r"thread \d+ now acquires mutex class \d+ at \S*subject\+0x\w+\n  while it holds\n")
        direct, lines = errors.split("paraudit record: the same with source lines")
        self.assertEqual(direct.count("  call stack"), 2)
        self.assertRegex(lines, r"now acquires mutex class \d+ at \S*deadlock.cpp:\d+ in ")


if __name__ == "__main__":
    unittest.main()
