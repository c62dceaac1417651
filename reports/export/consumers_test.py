#!/usr/bin/env python3
"""Opens exported reports with the programs they are made for: Graphviz, go tool pprof; and with strict readers of our own
for OpenMetrics and trace events, whose own are not to be had in Debian."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"
FINDINGS = ROOT / "testdata" / "reports" / "findings.json"
OUTPUTS = ["r.json", "r.dot", "r.pb.gz", "r.prom", "r.trace.json", "r.folded", "r.md", "r.xml"]

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE_LINE = re.compile(rf"^({NAME})(?:\{{((?:{LABEL})(?:,{LABEL})*)\}})? (-?[0-9]+(?:\.[0-9]+)?)$")
META_LINE = re.compile(rf"^# (TYPE|UNIT|HELP) ({NAME}) (.*)$")
SUFFIX = {"counter": "_total", "gauge": ""}


def read_openmetrics(text):
    """The samples of each family; ValueError where the specification is not kept."""
    if not text.endswith("# EOF\n") or text.count("# EOF") != 1:
        raise ValueError("must end in one # EOF")
    families, seen, current = {}, set(), None
    for line in text.splitlines()[:-1]:
        meta = META_LINE.match(line)
        if meta:
            word, name, value = meta.groups()
            if name != current:
                if name in families:
                    raise ValueError(f"{name} stands apart")
                current = name
                families[name] = {"samples": {}}
            if word in families[name]:
                raise ValueError(f"{word} of {name} twice")
            if families[name]["samples"]:
                raise ValueError(f"{word} behind a sample")
            if word == "UNIT" and not name.endswith("_" + value):
                raise ValueError(f"{name} must end in its unit")
            families[name][word] = value
            continue
        sample = SAMPLE_LINE.match(line)
        if not sample:
            raise ValueError(f"no sample: {line}")
        name, labels, value = sample.groups()
        family = families[current]
        if name != current + SUFFIX[family["TYPE"]]:
            raise ValueError(f"{name} in family {current}")
        if (name, labels) in seen:
            raise ValueError(f"{line} twice")
        seen.add((name, labels))
        family["samples"][labels] = float(value)
    return families


class ConsumersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-consumers-"))
        for threads in ("1", "2"):
            subprocess.run([SAMPLE, "contended", cls.directory / ("t" + threads), threads], check=True)
        subprocess.run([SAMPLE, "hostile", cls.directory / "hostile"], check=True)
        cls.report("--findings", FINDINGS, "t1", "t2", outputs=OUTPUTS)
        cls.report("hostile", outputs=["h" + name[1:] for name in OUTPUTS])

    @classmethod
    def report(cls, *arguments, outputs):
        command = [BUILD / "bin" / "paraudit-report", "-q", *arguments]
        for name in outputs:
            command += ["-o", name]
        result = subprocess.run(command, cwd=cls.directory, capture_output=True, text=True, check=False)
        assert result.returncode in (0, 1), result.stderr

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.directory, ignore_errors=True)

    def text(self, name):
        return (self.directory / name).read_text(encoding="utf-8")

    def need(self, program):
        if not shutil.which(program):
            self.skipTest(f"{program} is not installed")

    def test_graphviz_draws_the_lock_order(self):
        self.need("dot")
        drawn = subprocess.run(["dot", "-Tplain", "r.dot"], cwd=self.directory, capture_output=True, text=True, check=True)
        self.assertEqual(len(re.findall("^edge ", drawn.stdout, re.M)), 2)
        self.assertIn("Interner::shard", drawn.stdout)
        subprocess.run(["dot", "-Tsvg", "h.dot"], cwd=self.directory, capture_output=True, check=True)

    def test_go_tool_pprof_ranks_the_locks(self):
        self.need("go")
        environment = dict(os.environ, HOME=str(self.directory), GOFLAGS="-mod=mod")

        def pprof(*arguments):
            return subprocess.run(["go", "tool", "pprof", *arguments], cwd=self.directory, env=environment, capture_output=True,
                                  text=True, check=False)

        top = pprof("-top", "r.pb.gz")
        self.assertEqual(top.returncode, 0, top.stderr)
        self.assertIn("Type: wait_delay", top.stdout)
        self.assertIn("Interner::shard", top.stdout)
        caused = pprof("-traces", "-sample_index=caused_delay", "r.pb.gz")
        self.assertIn("8us   Interner::shard", caused.stdout)
        whole = (self.directory / "r.pb.gz").read_bytes()
        (self.directory / "cut.pb.gz").write_bytes(whole[:len(whole) // 2])
        self.assertNotEqual(pprof("-top", "cut.pb.gz").returncode, 0)

    def test_openmetrics(self):
        families = read_openmetrics(self.text("r.prom"))
        waits = families["paraudit_lock_wait_seconds"]["samples"]
        report = json.loads(self.text("r.json"))
        total = sum(lock["wait_ns"]["total"] for lock in report["locks"] + report["wait_objects"])
        self.assertAlmostEqual(sum(waits.values()), total / 1e9)
        read_openmetrics(self.text("h.prom"))
        for broken in (self.text("r.prom")[:-6], self.text("r.prom").replace("_total{", "{"), self.text("r.prom") + "x 1\n"):
            with self.assertRaises(ValueError):
                read_openmetrics(broken)

    def test_trace_events_nest_on_each_track(self):
        for name in ("r.trace.json", "h.trace.json"):
            tracks = {}
            for event in json.loads(self.text(name))["traceEvents"]:
                self.assertIn(event["ph"], "XM")
                if event["ph"] == "X":
                    tracks.setdefault((event["pid"], event["tid"]), []).append((event["ts"], event["ts"] + event["dur"]))
            for spans in tracks.values():
                for (_, end), (start, next_end) in zip(sorted(spans), sorted(spans)[1:]):
                    self.assertTrue(start >= end - 1e-3 or next_end <= end + 1e-3, spans)
        self.assertIn("waits for Interner::shard", self.text("r.trace.json"))

    def test_folded_stacks(self):
        for name in ("r.folded", "h.folded"):
            for line in self.text(name).splitlines():
                self.assertRegex(line, r"^[^;]+(;[^;]+){2} [0-9]+$")
        self.assertIn("Interner::shard;", self.text("r.folded"))

    def test_names_stay_data(self):
        self.assertNotIn("<img", self.text("h.xml"))
        # In Markdown a hostile name stands as code, whose fence it cannot close.
        for line in self.text("h.md").splitlines():
            if "<script>" in line:
                self.assertRegex(line, r"^\| (`+)[^`].*<script>.*\1 \|")


if __name__ == "__main__":
    unittest.main()
