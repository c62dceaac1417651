#!/usr/bin/env python3
"""The runtime's fault tests for programs that were not written for us: SIGKILL in the middle, fork beside running threads,
libraries that come and go, signal handlers that lock. By preload of GCC's output and by the pass."""
import glob
import json
import os
import random
import signal
import subprocess
import time
import unittest

import harness
import site_counts

RECORD, TRACE, CLANGXX = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("record", "trace", "clang++"))
KILLS = int(os.environ.get("PARAUDIT_KILL_ROUNDS", "5"))


class Ways:
    """The tests; `compiler` and `flags` say how the subject is recorded."""

    def subject(self):
        return self.compile(self.compiler, *self.flags, "-ldl", sources=["faults.cpp"])

    def library(self, name):
        return self.compile(self.compiler, *self.flags, "-shared", "-fPIC", sources=["faults_library.cpp"], name=name)

    def dump(self, trace):
        return json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]

    def acquired(self, trace):
        return site_counts.by_line(site_counts.read_trace(trace))

    def test_a_kill_at_any_moment_leaves_a_trace_that_can_be_read(self):
        program, rng = self.subject(), random.Random(7)
        for round_ in range(KILLS):
            trace = self.path(f"kill-{round_}")
            with subprocess.Popen([RECORD, "-o", trace, "--", program, "kill"], stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.DEVNULL, start_new_session=True) as process:
                try:
                    self.assertEqual(process.stdout.readline(), "running\n")
                    time.sleep(rng.random() * 0.1)
                finally:
                    os.killpg(process.pid, signal.SIGKILL)
            records = self.dump(trace)
            self.assertFalse(next(each for each in records if each["record"] == "process")["ended"])
            chains = [each for each in records if each["record"] == "chain"]
            self.assertTrue(chains, "the order of the two locks was lost")
            self.assertEqual({len(each["links"]) for each in chains}, {2})

    def test_the_child_of_a_fork_has_a_trace_of_its_own(self):
        trace = self.path("fork")
        result = harness.run([RECORD, "-o", trace, "--", self.subject(), "fork"])
        self.assertEqual(result.stdout, "7\n")
        processes = [each for each in self.dump(trace) if each["record"] == "process"]
        self.assertEqual(len(processes), 2)
        counts = sorted(sum(self.acquired_of(each["directory"]).values()) for each in processes)
        self.assertEqual(counts, [30, 20050])

    def acquired_of(self, directory):
        """One process's folder, read as a trace of its own."""
        alone = self.path("alone-" + os.path.basename(directory))
        os.mkdir(alone)
        os.symlink(directory, os.path.join(alone, os.path.basename(directory)))
        return self.acquired(alone)

    def test_libraries_that_come_and_go(self):
        trace, libraries = self.path("dlopen"), [self.library("one.so"), self.library("two.so")]
        harness.run([RECORD, "-o", trace, "--", self.subject(), "dlopen", *libraries])
        # Both may have been mapped at one address, one after the other; their line is one.
        self.assertEqual(list(self.acquired(trace).values()), [60])
        self.assertEqual([file for file, _ in self.acquired(trace)], ["faults_library.cpp"])

    def test_signal_handlers_that_lock(self):
        trace = self.path("signals")
        result = harness.run([RECORD, "-o", trace, "--", self.subject(), "signals"])
        records = self.dump(trace)
        counted = sum(count for (file, _), count in self.acquired(trace).items() if file == "faults.cpp")
        lost = sum(each["value"] for each in records if each["record"] == "counter" and each["name"].startswith("drop"))
        # Those of the loop, all of them, and at most one for each time that the handler ran.
        self.assertGreaterEqual(counted + lost, int(result.stdout))
        self.assertEqual(glob.glob(os.path.join(trace, "*", "cycle.txt")), [])


class Preload(Ways, harness.Case):
    compiler, flags = "g++", ("-O2",)


class Pass(Ways, harness.Case):
    compiler, flags = CLANGXX, ("-O2",)


if __name__ == "__main__":
    unittest.main()
