#!/usr/bin/env python3
"""paraudit-trace from the outside: both formats, messages, exit codes."""

import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
PROGRAM = BUILD / "bin" / "paraudit-trace"
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"


class DumpToolTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-dump-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def sample(self, kind):
        path = self.directory / kind
        subprocess.run([SAMPLE, kind, path], check=True)
        return path

    def dump(self, *arguments, **options):
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
        return subprocess.run([PROGRAM, "dump", *map(str, arguments)], text=True, timeout=60, **options)

    def assert_fails(self, result, *texts):
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(result.stderr.count("paraudit-trace: "), 1)
        for text in texts:
            self.assertIn(text, result.stderr)

    def test_text_and_json_have_the_same_records(self):
        trace = self.sample("contended")
        lines = self.dump(trace).stdout.splitlines()
        document = json.loads(self.dump(trace, "--format", "json").stdout)
        self.assertEqual(document["schema"], "paraudit.trace-dump")
        self.assertEqual([line.split(" ")[0] for line in lines], [each["record"] for each in document["records"]])
        waits = [each for each in document["records"] if each["record"] == "wait"]
        self.assertEqual([(each["thread"], each["name"], each["duration_ns"]) for each in waits],
                         [(1, "Interner::shard", 3000), (2, "Interner::shard", 8000)])

    def test_hostile_names_stay_text(self):
        trace = self.sample("hostile")
        self.assertEqual(json.loads(self.dump(trace, "--format", "json").stdout)["schema_version"], "1.0")
        for line in self.dump(trace).stdout.splitlines():
            self.assertTrue(line.isprintable(), line)

    def test_compacted_traces_read_the_same(self):
        trace = self.sample("contended")
        before = self.dump(trace).stdout
        for files in (2, 2):  # again changes nothing
            result = subprocess.run([PROGRAM, "compact", trace], capture_output=True, text=True, timeout=60)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn(f"{files} thread files, ", result.stdout)
        self.assertTrue(next(trace.rglob("thread-1")).read_bytes().startswith(b"PRATPAK\0"))
        without_size = lambda text: [line for line in text.splitlines() if not line.startswith("process ")]
        self.assertEqual(without_size(self.dump(trace).stdout), without_size(before))

    def test_a_full_disk_leaves_the_trace_alone(self):
        trace = self.sample("contended")
        before = self.dump(trace).stdout
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        ignore = lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), limit())
        result = subprocess.run([PROGRAM, "compact", trace], capture_output=True, text=True, timeout=60, preexec_fn=ignore)
        self.assert_fails(result, "cannot write; the trace is as it was")
        self.assertEqual(self.dump(trace).stdout, before)
        self.assertEqual(list(trace.rglob("compact-*")), [])

    def test_damage_is_named_with_its_place(self):
        trace = self.sample("contended")
        thread = next(trace.rglob("thread-1"))
        bytes_ = bytearray(thread.read_bytes())
        thread.write_bytes(bytes_[:5000])
        self.assert_fails(self.dump(trace), "thread-1: ")
        bytes_[0] ^= 1
        thread.write_bytes(bytes_)
        self.assert_fails(self.dump(trace), "thread-1: offset 0x0: not a paraudit thread trace")
        thread.unlink()
        process = next(trace.rglob("process"))
        process.write_bytes(process.read_bytes()[:100])
        self.assert_fails(self.dump(trace), "process: offset")

    def test_a_trace_without_graphs_says_how_they_come_about(self):
        result = subprocess.run([PROGRAM, "waits", self.sample("contended")], capture_output=True, text=True, timeout=60)
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        self.assertIn("no wait-for graph was written; see 'paraudit record --watchdog'", result.stderr)

    def test_usage(self):
        self.assert_fails(self.dump(self.directory / "nothing"), "no such trace directory", "paraudit record")
        self.assert_fails(self.dump(self.directory), "holds no trace")
        self.assert_fails(self.dump(), "TRACE_DIR")
        self.assert_fails(self.dump(self.directory, "--format", "xml"), "--format")
        with open("/dev/full", "w") as full:
            self.assert_fails(self.dump(self.sample("contended"), stdout=full), "standard output: cannot write")
        usage = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True)
        self.assertEqual(usage.returncode, 0)
        self.assertIn("paraudit trace dump", usage.stdout)


unittest.main()
