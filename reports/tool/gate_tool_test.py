#!/usr/bin/env python3
"""paraudit-gate and paraudit-diff from the outside: budgets, baselines, formats, messages, exit codes."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"
FINDINGS = ROOT / "testdata" / "reports" / "findings.json"
SCHEMA = ROOT / "reports" / "schema" / "budget.schema.json"
HEAD = "schema: paraudit.budget\nversion: '1.0'\n"


class GateToolTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-gate-made-"))
        for threads in ("1", "2"):
            subprocess.run([SAMPLE, "contended", cls.made / ("trace" + threads), threads], check=True)
        subprocess.run([BUILD / "bin" / "paraudit-report", "-q", "--findings", FINDINGS, "trace1", "trace2", "-o", "report.json"],
                       cwd=cls.made, check=False)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.made, ignore_errors=True)

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-gate-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        shutil.copy(self.made / "report.json", self.directory)

    def run_tool(self, tool, *arguments):
        return subprocess.run([BUILD / "bin" / f"paraudit-{tool}", *map(str, arguments)], capture_output=True, text=True,
                              cwd=self.directory, errors="replace", timeout=60, check=False)

    def gate(self, *arguments, code=0):
        result = self.run_tool("gate", *arguments, "report.json")
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def fails(self, tool, *arguments, text):
        result = self.run_tool(tool, *arguments)
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        self.assertIn(text, result.stderr)
        self.assertEqual(result.stdout, "")

    def budget(self, text):
        (self.directory / "budget.yaml").write_text(HEAD + text)
        return "budget.yaml"

    def change(self, change, source="report.json", to="report.json"):
        document = json.loads((self.directory / source).read_text())
        change(document)
        (self.directory / to).write_text(json.dumps(document))

    def test_a_new_cycle_fails_and_a_known_one_passes(self):
        out = self.gate(code=1)
        self.assertIn("paraudit gate: FAIL, 2 limits checked, 2 exceeded", out)
        self.assertIn("exceeded: lock-order cycles that the baseline does not know: 1, allowed at most 0", out)
        self.assertIn("query.cpp:90: 'Interner::shard' and 'query::Jobs::active' are acquired in both orders", out)
        self.assertIn("wrote b.json", self.gate("--baseline", "b.json", "--update-baseline"))
        out = self.gate("--baseline", "b.json")
        self.assertIn("paraudit gate: PASS", out)
        self.assertRegex(out, r"baseline: \d known findings, 0 stale")

    def test_a_stale_baseline_is_reported_and_can_fail(self):
        self.gate("--baseline", "b.json", "--update-baseline")

        def mend(document):
            document["findings"] = []
            document["lock_order"]["cycles"] = []

        self.change(mend)
        out = self.gate("--baseline", "b.json")
        self.assertIn("stale in the baseline: query.cpp: 'Interner::shard'", out)
        self.assertIn("drop it with --update-baseline", out)
        out = self.gate("--baseline", "b.json", "--budget", self.budget("limits: {max_stale_baseline: 0}\n"), code=1)
        self.assertIn("budget.yaml:3:30: exceeded: baseline entries that are mended", out)

    def test_the_line_to_read_when_the_budget_is_exceeded(self):
        budget = self.budget("locks:\n  - name: 'Interner::*'\n    threads: 2\n    max_contended_percent: 0.001\n")
        out = self.gate("--budget", budget, code=1)
        self.assertIn("budget.yaml:6:28: exceeded: contended share of 'Interner::shard' at 2 threads: 0.002 %, allowed at most 0.001 %", out)
        self.assertIn("  held at interner.cpp:40 while waiting at interner.cpp:60", out)
        self.gate("--budget", self.budget("locks: [{name: 'Interner::*', threads: 2, max_contended_percent: 1}]\n"))

    def test_every_format(self):
        formats = {"markdown": "m.md", "github": "g.txt", "gitlab": "g.json", "junit": "j.xml", "sarif": "s.sarif", "json": "o.json"}
        arguments = []
        for name, path in formats.items():
            arguments += ["--format", name, "-o", path]
        result = self.run_tool("gate", *arguments, "report.json")
        self.assertEqual(result.returncode, 1)
        self.assertIn("exceeded: ", result.stderr)
        read = {name: (self.directory / path).read_text() for name, path in formats.items()}
        self.assertIn("## paraudit gate: fail", read["markdown"])
        commands = read["github"].splitlines()
        self.assertRegex(commands[0], r"^::error file=query.cpp,line=90,(col=9,)?title=paraudit-budget::lock-order cycles")
        self.assertTrue(any("title=paraudit-lock-order-inversion::" in line for line in commands))
        self.assertFalse(json.loads(read["json"])["pass"])
        cases = xml.etree.ElementTree.fromstring(read["junit"])
        self.assertEqual(int(cases.get("failures")), len(cases.findall(".//failure")))
        quality = json.loads(read["gitlab"])
        self.assertEqual(len({entry["fingerprint"] for entry in quality}), len(quality))
        run = json.loads(read["sarif"])["runs"][0]
        inversion = next(r for r in run["results"] if r["ruleId"] == "paraudit-lock-order-inversion")
        flows = inversion["codeFlows"][0]["threadFlows"]
        self.assertEqual(len(flows), 2)
        self.assertEqual(inversion["partialFingerprints"]["primaryLocationLineHash"], "8b201c6b6c9566a7ae3073d992b6ccd3")

    def test_github_shows_the_ten_worst_and_a_count(self):
        def many(document):
            finding = document["findings"][1]
            document["findings"] += [dict(finding, fingerprint=f"{i:032x}", message=f"100 % of\nline {i}", line=i + 1) for i in range(30)]

        self.change(many)
        lines = self.gate("--format", "github", code=1).splitlines()
        self.assertEqual(len(lines), 11)
        self.assertTrue(lines[0].startswith("::error "))
        self.assertIn("100 %25 of", lines[5])
        self.assertRegex(lines[-1], r"^::notice title=paraudit::\d+ more findings, not shown here$")

    def test_the_ledger_counts(self):
        (self.directory / "l.yaml").write_text("schema: paraudit.ledger\nversion: '1.0'\nstate:\n")
        budget = self.budget("limits:\n  max_undocumented_state: 0\n")
        self.assertIn("options.cpp:4: 'options.cpp::verbose'", self.gate("--budget", budget, "--ledger", "l.yaml", code=1))
        (self.directory / "l.yaml").write_text(
            "schema: paraudit.ledger\nversion: '1.0'\nstate:\n  - {id: 'options.cpp::verbose', decision: freeze}\n")
        self.gate("--budget", budget, "--ledger", "l.yaml")

    def test_report_and_gate_agree_on_what_contradicts_the_ledger(self):
        (self.directory / "l.yaml").write_text(
            "schema: paraudit.ledger\nversion: '1.0'\nstate:\n"
            "  - {id: 'Interner::strings', decision: synchronise, guard: 'query::Jobs::active'}\nlock_order:\n"
            "  - {before: 'query::Jobs::active', after: 'Interner::shard'}\n")
        self.run_tool("report", "-q", "--findings", FINDINGS, "--ledger", "l.yaml", self.made / "trace1", self.made / "trace2",
                      "-o", "again.json")
        told = json.loads((self.directory / "again.json").read_text())["verdict"]["ledger"]["differences"]
        contradicted = [f"l.yaml:{each['ledger_line']}: {each['message']}" for each in told if each["kind"] == "contradicted"]
        self.assertEqual(len(contradicted), 2, told)
        out = self.gate("--ledger", "l.yaml", "--budget", self.budget("limits: {max_new_cycles: 9}\n"), code=1)
        self.assertIn("the program contradicts 2 statements of the ledger", out)
        for line in contradicted:
            self.assertIn(line, out)

    def test_a_report_of_an_earlier_version_still_has_its_pairs(self):
        def earlier(document):
            document["version"] = "1.1"
            del document["analysis"]["locks"]
            for edge in document["lock_order"]["edges"]:
                del edge["needs_declaration"]
                edge["declared"] = False

        self.change(earlier)
        (self.directory / "l.yaml").write_text("schema: paraudit.ledger\nversion: '1.0'\nstate:\n")
        out = self.gate("--ledger", "l.yaml", "--budget", self.budget("limits: {max_undocumented_pairs: 0}\n"), code=1)
        self.assertIn("nested lock pairs that the ledger does not order: 1, allowed at most 0", out)

    def test_a_report_whose_parts_are_of_another_type(self):
        for broken in ("", [1], {}, {"edges": [], "cycles": 1}, {"edges": ["a"], "cycles": []}):
            self.change(lambda document: document.update(lock_order=broken), to="broken.json")
            self.fails("gate", "broken.json", text="broken.json: at /lock_order")

    def test_diff(self):
        self.change(lambda d: d.update(findings=[], lock_order=dict(d["lock_order"], cycles=[])), to="base.json")
        result = self.run_tool("diff", "base.json", "report.json")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("+ query.cpp:90: error: 'Interner::shard'", result.stdout)
        self.assertIn("too few runs: time of minirc", result.stdout)
        self.assertEqual(self.run_tool("diff", "report.json", "base.json").returncode, 0)

        def slower(factor):
            def apply(document):
                for run in document["runs"]:
                    run["duration_ns"] = int(run["duration_ns"] * factor)
            return apply

        sides = {"--base": [], "--new": []}
        for i in range(4):
            for side, factor in (("--base", 1 + i / 100), ("--new", 1.5 + i / 100)):
                path = f"{side[2:]}{i}.json"
                self.change(slower(factor), to=path)
                sides[side].append(path)
        more = [word for side, paths in sides.items() for path in paths[1:] for word in (side, path)]
        result = self.run_tool("diff", sides["--base"][0], sides["--new"][0], *more, "--format", "json")
        self.assertEqual(result.returncode, 1, result.stderr)
        times = [number for number in json.loads(result.stdout)["numbers"] if number["metric"] == "time"]
        self.assertEqual({number["change"] for number in times}, {"worse"})

    def test_a_report_that_saw_nothing_never_passes(self):
        def nothing(document):
            document.update(runs=[], findings=[])
            document["lock_order"]["cycles"] = []
            document["analysis"].update(units=2, units_failed=2)

        self.change(nothing)
        budget = self.budget("limits: {max_new_cycles: 0}\n")
        for arguments in ([], ["--budget", budget]):
            self.assertIn("2 translation units, which all failed in the checker: nothing was checked", self.gate(*arguments, code=1))
        self.fails("gate", "--baseline", "b.json", "--update-baseline", "report.json", text="the baseline stays as it is")
        self.change(lambda d: d["analysis"].update(units_failed=0, functions=0))
        self.assertIn("the findings cover no function", self.gate(code=1))
        self.change(lambda d: (d["analysis"].update(findings="", units=0), d.update(runs=[])))
        self.assertIn("nothing was looked at", self.gate(code=1))

    def test_failed_units_are_no_pass(self):
        self.gate("--baseline", "b.json", "--update-baseline")
        self.change(lambda d: d["analysis"].update(units_failed=1))
        out = self.gate("--baseline", "b.json", code=3)
        self.assertIn("paraudit gate: CANNOT TELL", out)
        self.assertIn("not seen: 1 translation unit failed in the checker", out)
        self.gate("--baseline", "b.json", "--budget", self.budget("limits: {max_failed_units: 1}\n"))

    def test_without_a_budget_a_failed_report_fails(self):
        def race(document):
            document.update(findings=[])
            document["lock_order"]["cycles"] = []
            document["shared_state"][0]["dynamic"] = "confirmed"

        self.change(race)
        self.assertIn("'options.cpp::verbose' was used by two threads at once (race confirmed at run time)", self.gate(code=1))
        self.change(lambda d: (d["shared_state"][0].update(dynamic="consistent"),
                               d["verdict"].update({"pass": False, "reasons": ["something"]})))
        out = self.gate(code=1)
        self.assertIn("the report fails by itself", out)
        self.assertIn("  something", out)
        self.gate("--budget", self.budget("limits: {max_new_cycles: 0}\n"))

    def test_diff_says_what_nobody_looked_at(self):
        self.change(lambda d: (d.update(findings=[], runs=[]), d["analysis"].update(units_failed=d["analysis"]["units"])), to="new.json")
        result = self.run_tool("diff", "report.json", "new.json")
        self.assertEqual(result.returncode, 3, result.stdout + result.stderr)
        self.assertIn("CANNOT TELL", result.stdout)
        self.assertIn("? options.cpp:4: warning: global 'verbose'", result.stdout)
        self.assertNotIn("\n- ", result.stdout)

    def test_the_schema_says_what_the_reader_says(self):
        names = re.findall(r'^PARAUDIT_(TOTAL|LOCK)_LIMIT\(\w+, "(\w+)"', (ROOT / "reports/gate/limits.def").read_text(), re.M)
        schema = json.loads(SCHEMA.read_text())
        self.assertEqual([n for kind, n in names if kind == "TOTAL"], list(schema["properties"]["limits"]["properties"]))
        self.assertEqual([n for kind, n in names if kind == "LOCK"], list(schema["$defs"]["lock"]["properties"])[2:])

    def test_bad_input_is_named(self):
        self.fails("gate", text="REPORT is required")
        self.fails("gate", "no.json", text="no.json: cannot open")
        self.fails("gate", "--budget", self.budget("limits: {max_new_cycle: 0}\n"), "report.json",
                   text="budget.yaml:3:10: 'limits' has no member 'max_new_cycle'; did you mean 'max_new_cycles'?")
        (self.directory / "b.json").write_text('{"schema": "paraudit.baseline",')
        self.fails("gate", "--baseline", "b.json", "report.json", text="b.json:1:")
        text = (self.directory / "report.json").read_text()
        (self.directory / "cut.json").write_text(text[:len(text) // 2])
        self.fails("gate", "cut.json", text="not valid JSON")
        self.fails("diff", "report.json", "cut.json", text="cut.json:")
        self.change(lambda d: d["locks"][0].update(acquisitions="many"), to="bad.json")
        self.fails("gate", "bad.json", text="bad.json: at /locks/0/acquisitions: expected a whole number")
        self.change(lambda d: d.update(schema="paraudit.findings"), to="bad.json")
        self.fails("gate", "bad.json", text='is a "paraudit.findings" document')


if __name__ == "__main__":
    unittest.main()
