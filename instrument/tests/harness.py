"""What the instrument tests share: where the build is, how a subject is compiled and run."""
import os
import subprocess
import tempfile
import unittest

import site_counts

ROOT = site_counts.ROOT
BUILD = os.environ.get("PARAUDIT_BUILD_DIR", os.path.join(ROOT, "build/dev"))
BIN = os.path.join(BUILD, "bin")
PRELOAD = os.path.join(BUILD, "lib/libparaudit-preload.so")
RECORDER = os.path.join(BUILD, "lib/libparaudit-recorder.so")
COUNTING = os.path.join(BUILD, "test-lib")  # holds the counting recorder under the real one's name
TESTDATA = os.path.join(ROOT, "testdata/instrument")


def run(command, env=None, check=True, **kwargs):
    """Runs to the end; the failure's message has the output. PARAUDIT_* of the surroundings never leak in."""
    full = {k: v for k, v in os.environ.items() if not k.startswith("PARAUDIT_") and k != "LD_PRELOAD"}
    full.update(env or {})
    result = subprocess.run(command, env=full, capture_output=True, text=True, timeout=300, **kwargs)
    if check and result.returncode != 0:
        raise AssertionError(f"{' '.join(command)}\nended with {result.returncode}\n{result.stdout}{result.stderr}")
    return result


class Case(unittest.TestCase):
    """A test with a scratch folder."""

    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="paraudit-test-")
        self.addCleanup(scratch.cleanup)
        self.scratch = scratch.name

    def path(self, name):
        return os.path.join(self.scratch, name)

    def compile(self, compiler, *flags, sources=("locks.cpp", "locks_wrapper.cpp"), name="subject"):
        """Compiles test data; returns the program's path."""
        out = self.path(name)
        files = [os.path.join(TESTDATA, source) for source in sources]
        run([compiler, "-g", "-std=c++20", "-pthread", *flags, *files, "-o", out])
        return out

    def count(self, program, *arguments, preload=True):
        """Runs under the counting recorder; returns its events and the program's result."""
        counts = self.path("counts")
        env = {"PARAUDIT_RECORD": "count", "PARAUDIT_COUNTS": counts, "LD_LIBRARY_PATH": COUNTING}
        if preload:
            env["LD_PRELOAD"] = PRELOAD
        result = run([program, *arguments], env=env)
        return site_counts.read_counts(counts), result

    def record(self, program, *arguments):
        """Runs under `paraudit record` with the real recorder; returns its events."""
        trace = tempfile.mkdtemp(prefix="trace-", dir=self.scratch)
        run([os.path.join(BIN, "paraudit-record"), "-o", trace, "--", program, *arguments])
        return site_counts.read_trace(trace)


def total(events, name, **fields):
    """Sum of the counts of one event, of those whose fields are as given."""
    return sum(e.count for e in events if e.name == name and all(getattr(e, k) == v for k, v in fields.items()))
