#!/usr/bin/env python3
"""paraudit-report from the outside: outputs, schema, messages, exit codes."""

import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
PROGRAM = BUILD / "bin" / "paraudit-report"
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"
FINDINGS = ROOT / "testdata" / "reports" / "findings.json"
SCHEMA = ROOT / "reports" / "schema" / "report.schema.json"


class ToolTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-tool-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)

    def sample(self, kind, *arguments):
        path = self.directory / f"{kind}{''.join(arguments)}"
        subprocess.run([SAMPLE, kind, path, *arguments], check=True)
        return path

    def report(self, *arguments, **options):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=self.directory,
                              errors="replace", timeout=60, **options)

    def json_of(self, *arguments):
        result = self.report(*arguments, "-o", "r.json", "-q")
        self.assertIn(result.returncode, (0, 1), result.stderr)
        return json.loads((self.directory / "r.json").read_text())

    def assert_fails(self, result, *texts):
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        self.assertEqual(result.stdout, "")
        for text in texts:
            self.assertIn(text, result.stderr)

    def assert_valid(self, document):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        schema = json.loads(SCHEMA.read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.Draft202012Validator(schema).validate(document)
        # The schema must be able to say no.
        broken = json.loads(json.dumps(document))
        broken["verdict"]["pass"] = "yes"
        self.assertFalse(jsonschema.Draft202012Validator(schema).is_valid(broken))

    def test_json_is_valid_and_names_locks_holders_and_waiters(self):
        report = self.json_of("--findings", FINDINGS, self.sample("contended", "1"), self.sample("contended", "2"))
        self.assert_valid(report)
        self.assertFalse(report["verdict"]["pass"])
        lock = report["locks"][0]
        self.assertEqual((lock["name"], lock["contended"], lock["wait_ns"]["total"]), ("Interner::shard", 2, 11000))
        self.assertEqual(lock["blame"][0]["waiter"]["line"], 60)
        self.assertEqual(lock["blame"][0]["holder"]["line"], 40)
        self.assertEqual([share["contended"] for share in lock["per_run"]], [0, 2])
        self.assertEqual(report["locks"][1]["class"], "query::Jobs::active")
        self.assertEqual(report["wait_objects"][0]["kind"], "latch")
        self.assertEqual(report["lock_order"]["coverage"], {"static_pairs": 2, "exercised": 2, "unpredicted": 0})
        self.assertEqual([cycle["status"] for cycle in report["lock_order"]["cycles"]], ["observed"])
        self.assertEqual([time["threads"] for time in report["scaling"]["measured"]], [1, 2])
        self.assertEqual(report["resolution"]["resolved"], report["resolution"]["sites"])
        self.assertEqual([finding["dynamic"] for finding in report["findings"]], ["exercised", "not_watched"])

    def test_a_calibration_replaces_estimates(self):
        (self.directory / "trace").mkdir()
        self.sample("contended", "2").rename(self.directory / "trace" / "sample-1")
        estimated = self.json_of("trace")
        self.assertFalse(estimated["lock_costs"]["measured"])
        self.assertIsNone(estimated["runs"][0]["bare_ns"])
        calibration = self.directory / "trace" / "calibration"
        calibration.write_text("paraudit.calibration 1\nbare_ns 2e9\nrecorded_ns 2500000000\nacquisition_ns 10\ntransfer_ns 100\n")
        report = self.json_of("trace")
        self.assert_valid(report)
        self.assertEqual((report["runs"][0]["overhead_ratio"], report["runs"][0]["bare_ns"]), (0.25, 2_000_000_000))
        self.assertEqual((report["lock_costs"]["measured"], report["lock_costs"]["transfer_ns"]), (True, 100))
        for lock in report["locks"]:
            cost = lock["cost_ns"]
            self.assertEqual(cost["operations"], 10 * lock["acquisitions"])
            self.assertEqual(cost["waits"], lock["wait_ns"]["total"])
            self.assertEqual(cost["total"], cost["waits"] + cost["operations"] + cost["transfers"])
        self.assertIn("recording took 25.0 % longer than the bare command", self.report("trace", "-o", "r.json").stdout)
        for line, text in ((1, "paraudit.calibration 2\n"), (2, "paraudit.calibration 1\nbare_ns many\n"),
                           (3, "paraudit.calibration 1\nbare_ns 1\nbare_ns 1\n"), (2, "paraudit.calibration 1\nbare_ns -1\n"),
                           (2, "paraudit.calibration 1\nbare_ns 1 2\n"), (2, "paraudit.calibration 1\nbare_ns 1e300\n"),
                           (2, "paraudit.calibration 1\nbare_ns nan\n"), (3, "paraudit.calibration 1\nbare_ns 1\n")):
            calibration.write_text(text)
            self.assert_fails(self.report("trace", "-o", "r.json"), f"trace/calibration:{line}")

    def test_output_does_not_depend_on_the_run(self):
        trace = self.sample("contended", "2")
        first = self.report(trace, "--findings", FINDINGS, "-o", "-", "--format", "json").stdout
        self.assertEqual(first, self.report(trace, "--findings", FINDINGS, "-o", "-", "--format", "json").stdout)
        self.assertIn('"paraudit.report"', first)

    def test_findings_alone_and_traces_alone(self):
        alone = self.json_of("--findings", FINDINGS)
        self.assert_valid(alone)
        self.assertEqual(alone["runs"], [])
        self.assertEqual(alone["lock_order"]["cycles"][0]["status"], "static_only")
        self.assertIn("no trace was given", " ".join(alone["verdict"]["not_seen"]))
        traces = self.json_of(self.sample("contended", "1"))
        self.assert_valid(traces)
        self.assertTrue(traces["verdict"]["pass"])

    def test_several_outputs_and_the_summary(self):
        result = self.report(self.sample("contended", "2"), "--findings", FINDINGS, "-o", "a.html", "-o", "a.json", "-o", "b",
                             "--format", "html", "--format", "json", "--format", "text")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertTrue((self.directory / "a.html").read_text().startswith("<!doctype html>"))
        self.assertEqual(json.loads((self.directory / "a.json").read_text())["schema"], "paraudit.report")
        self.assertIn("LOCK ORDER", (self.directory / "b").read_text())
        lines = result.stdout.splitlines()
        self.assertLessEqual(len(lines), 40)
        self.assertLessEqual(max(map(len, lines)), 110)
        self.assertIn("Interner::shard", result.stdout)
        self.assertIn("held at interner.cpp:40  while waiting at interner.cpp:60", result.stdout)
        self.assertIn("wrote a.html", result.stdout)

    def test_threads_and_labels_can_be_given(self):
        report = self.json_of(self.sample("contended", "2"), "--threads", "16", "--label", "mine")
        self.assertEqual((report["runs"][0]["threads"], report["runs"][0]["label"]), (16, "mine"))
        trace = self.sample("contended", "2")
        self.assert_fails(self.report(trace, "--label", "a", "--label", "b"), "--label: is given for 2 runs, but the traces hold 1")
        self.assert_fails(self.report(trace, "--threads", "1,2"), "--threads: is given for 2 runs")
        self.assert_fails(self.report(trace, "--threads", "0"), "--threads")

    def test_hostile_names_stay_data(self):
        report = self.json_of(self.sample("hostile"))
        self.assert_valid(report)
        self.assertIn("\ufffd", report["locks"][0]["name"])
        self.report(self.sample("hostile"), "-o", "h.html")
        page = (self.directory / "h.html").read_bytes()
        self.assertNotIn(b"<script>document.title", page)
        self.assertNotIn(b"<img src=x", page)
        page.decode("utf-8")

    def write(self, name, text):
        (self.directory / name).write_text(text)
        return name

    def test_budget_baseline_and_ledger_are_part_of_the_verdict(self):
        traces = [self.sample("contended", "1"), self.sample("contended", "2")]
        plain = self.json_of("--findings", FINDINGS, *traces)
        self.assertIsNone(plain["verdict"]["budget"])
        self.assertNotIn("baseline", plain["findings"][0])
        subprocess.run([BUILD / "bin" / "paraudit-gate", "--baseline", "b.json", "--update-baseline", "r.json"], check=True,
                       cwd=self.directory, stdout=subprocess.DEVNULL)
        budget = self.write("budget.yaml", "schema: paraudit.budget\nversion: '1.0'\nlimits: {max_new_cycles: 0}\n"
                            "locks: [{name: 'Interner::*', threads: 2, max_contended_percent: 0.001}]\n")
        ledger = self.write("l.yaml", "schema: paraudit.ledger\nversion: '1.0'\nstate:\n"
                            "  - {id: 'options.cpp::verbose', decision: freeze, why: set once}\n")
        arguments = ["--findings", FINDINGS, *traces, "--baseline", "b.json", "--ledger", ledger]
        known = self.json_of(*arguments)
        self.assert_valid(known)
        self.assertEqual({finding["baseline"] for finding in known["findings"]}, {"known"})
        self.assertEqual(known["verdict"]["baseline"]["new"], [])
        self.assertEqual(known["verdict"]["ledger"]["entries"], 1)
        state = next(state for state in known["shared_state"] if state["id"] == "options.cpp::verbose")
        self.assertEqual((state["ledger"]["decision"], state["ledger"]["why"]), ("freeze", "set once"))
        judged = self.json_of(*arguments, "--budget", budget)
        self.assert_valid(judged)
        self.assertEqual(judged["verdict"]["budget"]["checked"], 2)
        exceeded = judged["verdict"]["budget"]["exceeded"]
        self.assertEqual([(limit["line"], limit["message"] in judged["verdict"]["reasons"]) for limit in exceeded], [(4, True)])
        # The gate says the same of the same files.
        gate = subprocess.run([BUILD / "bin" / "paraudit-gate", "--baseline", "b.json", "--ledger", ledger, "--budget", budget, "r.json"],
                              cwd=self.directory, capture_output=True, text=True, check=False)
        self.assertEqual(gate.returncode, 1)
        self.assertIn(exceeded[0]["message"], gate.stdout)
        result = self.report(*arguments, "--budget", budget, "-o", "p.html")
        self.assertEqual(result.returncode, 1)
        self.assertIn("budget: 2 limits checked, 1 exceeded", result.stdout)
        self.assertRegex(result.stdout, r"baseline: 0 new, \d known, 0 stale")
        page = (self.directory / "p.html").read_text()
        for text in ("New since the baseline", "Limits that are exceeded", "freeze: set once"):
            self.assertIn(text, page)

    def test_what_is_new_since_the_baseline_is_named(self):
        mended = {"fingerprint": "0" * 32, "check": "gone", "file": "a.cpp", "message": "mended"}
        baseline = self.write("b.json", json.dumps({"schema": "paraudit.baseline", "version": "1.0", "findings": [mended]}))
        result = self.report("--findings", FINDINGS, self.sample("contended", "2"), "--baseline", baseline, "-o", "r.json")
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, r"new: query.cpp:90: error: 'Interner::shard'")
        review = json.loads((self.directory / "r.json").read_text())["verdict"]["baseline"]
        self.assertEqual([entry["message"] for entry in review["stale"]], ["mended"])
        self.assertTrue(review["new"])

    def test_bad_budget_baseline_and_ledger_are_named(self):
        trace = self.sample("contended", "1")
        self.assert_fails(self.report(trace, "--ledger", "l.yaml"), "--ledger needs --findings")
        for option, name, text, error in (
                ("--budget", "b.yaml", "schema: paraudit.budget\nversion: '1.0'\nlimits: {max_new_cycle: 0}\n", "b.yaml:3:10: "),
                ("--baseline", "b.json", '{"schema": "paraudit.baseline",', "b.json:1:"),
                ("--ledger", "l.yaml", "schema: paraudit.ledger\nversion: '1.0'\nstate: 7\n", "l.yaml:3:8: ")):
            self.assert_fails(self.report(trace, "--findings", FINDINGS, option, self.write(name, text)), error)
            self.assert_fails(self.report(trace, "--findings", FINDINGS, option, "no-such-file"), "no-such-file: cannot open")

    def test_nothing_to_report_on(self):
        self.assert_fails(self.report(), "nothing to report on: give a trace directory, or --findings", "--help")
        self.assert_fails(self.report("--nonsense"), "--nonsense")
        self.assert_fails(self.report("--findings", FINDINGS, "-o", "report.pdf"), "cannot tell the format of 'report.pdf'")

    def test_bad_inputs_name_the_file_and_what_to_do(self):
        self.assert_fails(self.report("nowhere"), "nowhere: no such trace directory", "paraudit record")
        (self.directory / "bare").mkdir()
        self.assert_fails(self.report("bare"), "bare: holds no trace", "paraudit record")
        self.assert_fails(self.report("--findings", "no.json"), "no.json: cannot open: No such file or directory")
        (self.directory / "bad.json").write_text('{\n "schema": "paraudit.findings",\n')
        self.assert_fails(self.report("--findings", "bad.json"), "bad.json:3:1: not valid JSON")
        trace = self.sample("contended", "2")
        with open(trace / "process", "r+b") as file:
            file.truncate((trace / "process").stat().st_size - 40)
        self.assert_fails(self.report(trace, "-o", "r.html"), f"{trace}/process: offset 0x", "truncated or damaged")
        self.assertFalse((self.directory / "r.html").exists())

    def test_an_audit_that_saw_nothing_does_not_pass(self):
        result = self.report(self.sample("empty"))
        self.assertEqual(result.returncode, 1)
        self.assertIn("the traces hold no acquisition", result.stdout)
        (self.directory / "dead-1").mkdir()
        (self.directory / "dead-1" / "process").write_bytes(bytes(4096))
        result = self.report("dead-1")
        self.assertEqual(result.returncode, 1)
        self.assertIn("no traced process lived to its first record", result.stdout)
        for changes, text in [({"units": 1, "units_failed": 1}, "one translation unit, which failed in the checker"),
                              ({"functions": 0}, "the findings cover no function")]:
            document = json.loads(FINDINGS.read_text())
            document.update(findings=[])
            document["lock_order"] = {}
            document["analysis"].update(changes)
            (self.directory / "f.json").write_text(json.dumps(document))
            result = self.report("--findings", "f.json")
            self.assertEqual(result.returncode, 1, result.stdout)
            self.assertIn(text, result.stdout)

    def test_a_thread_file_that_is_gone_is_told(self):
        trace = self.sample("contended", "2")
        (trace / "thread-2").unlink()
        result = self.report(trace)
        self.assertIn("1 thread file missing", result.stdout)

    def test_a_run_counts_once(self):
        trace = self.sample("contended", "2")
        (self.directory / "link").symlink_to(trace)
        self.assert_fails(self.report(trace, "link"), "link: is given twice")
        shutil.copytree(trace, self.directory / "copy")
        self.assert_fails(self.report(trace, "copy"), "copy: holds the same run of process 4711 as '", "it would count twice")

    def test_paths_are_relative_to_where_the_findings_were_made(self):
        trace = self.sample("contended", "2")
        document = json.loads(FINDINGS.read_text())
        made = self.directory / "made"
        made.mkdir()
        document["root"] = str(made)
        (made / "interner.cpp").write_text("// line\n" * 100)
        (self.directory / "f.json").write_text(json.dumps(document))
        self.report("--findings", "f.json", trace, "-o", "r.html", "-q")
        self.assertIn("// line", (self.directory / "r.html").read_text())
        self.assert_fails(self.report("--root", "nodir", trace), "--root: no directory 'nodir'")

    def test_an_unreadable_trace(self):
        trace = self.sample("contended", "1")
        os.chmod(trace / "thread-1", 0)
        if os.access(trace / "thread-1", os.R_OK):
            self.skipTest("running as a user whom permissions do not stop")
        self.assert_fails(self.report(trace), "thread-1: cannot open: Permission denied")

    def test_a_link_keeps_pointing_to_the_output(self):
        (self.directory / "link.json").symlink_to("target.json")
        (self.directory / "target.json").write_text("old")
        self.report(self.sample("contended", "2"), "-o", "link.json")
        self.assertTrue((self.directory / "link.json").is_symlink())
        self.assertIn('"schema"', (self.directory / "target.json").read_text())

    def test_a_full_disk_leaves_nothing_behind(self):
        trace = self.sample("contended", "2")
        self.assert_fails(self.report(trace, "-o", "/dev/full", "--format", "html"), "/dev/full: cannot write: No space left")

        def small_files_only():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        (self.directory / "old.html").write_text("old")
        self.assert_fails(self.report(trace, "-o", "old.html", preexec_fn=small_files_only), "old.html: cannot write",
                          "nothing was written")
        self.assertEqual((self.directory / "old.html").read_text(), "old")
        self.assertEqual(sorted(path.name for path in self.directory.glob("old*")), ["old.html"])
        with open("/dev/full", "w") as full:
            result = subprocess.run([PROGRAM, trace], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (2, "paraudit-report: standard output: cannot write\n"))
        self.assert_fails(self.report(trace, "-o", "no/such/r.html"), "no/such/r.html: cannot write", "make the directory")

    def test_help_shows_examples(self):
        result = self.report("--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("Examples:", result.stdout)
        self.assertIn("--findings findings.json", result.stdout)
        self.assertIn("paraudit-report", self.report("--version").stdout)


if __name__ == "__main__":
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not built")
    unittest.main()
