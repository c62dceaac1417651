#!/usr/bin/env python3
"""Runs the CI templates' report and gate commands as a host would, on findings and traces that the tests know: a new cycle
fails, a known one passes, a stale baseline is reported, a budget that is exceeded fails with the line to read. What needs
a project (build, check, record) is not run; that each of those commands exists is checked."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"
TEMPLATES = ROOT / "scripts" / "ci-templates"
BUDGET = "schema: paraudit.budget\nversion: '1.0'\nlimits:\n  max_new_cycles: 0\n  max_new_errors: 0\n"
TIGHT = BUDGET + "locks:\n  - name: 'Interner::*'\n    threads: 2\n    max_contended_percent: 0.001\n"
LEDGER = "schema: paraudit.ledger\nversion: '1.0'\nstate:\n  - {id: 'options.cpp::verbose', decision: freeze}\n"


def commands_of(name):
    """The template's commands, one text each, in order."""
    import yaml
    document = yaml.safe_load((TEMPLATES / name).read_text())
    if name == "gitlab.yml":
        return document["paraudit"]["script"]
    return [step["run"] for step in document["jobs"]["audit"]["steps"] if "run" in step]


class TemplatesTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-ci-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        shutil.copy(ROOT / "testdata" / "reports" / "findings.json", self.directory)
        subprocess.run([SAMPLE, "contended", self.directory / "trace", "2"], check=True)
        self.write("paraudit-budget.yaml", BUDGET)
        self.write("paraudit-ledger.yaml", LEDGER)
        self.write("paraudit-baseline.json", '{"schema": "paraudit.baseline", "version": "1.0", "findings": []}')

    def write(self, name, text):
        (self.directory / name).write_text(text)

    def shell(self, command):
        environment = dict(os.environ, PATH=f"{BUILD / 'bin'}:{os.environ['PATH']}",
                           GITHUB_STEP_SUMMARY=str(self.directory / "step-summary.md"))
        return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=self.directory, env=environment,
                              capture_output=True, text=True, check=False)

    def pipeline(self, name):
        """The exit status of the first command that fails, as a host does it, and all output."""
        output, ran = "", 0
        for command in commands_of(name):
            if "paraudit report" in command or "paraudit gate" in command:
                result = self.shell(command)
                output += result.stdout + result.stderr
                ran += 1
                if result.returncode:
                    return result.returncode, output
        self.assertEqual(ran, 2, "the template must report and gate")
        return 0, output

    def know_all(self):
        self.pipeline("gitlab.yml")
        self.assertEqual(self.shell("paraudit gate --baseline paraudit-baseline.json --update-baseline report.json").returncode, 0)

    def each(self):
        for name in ("github.yml", "gitlab.yml"):
            with self.subTest(name):
                yield name

    def test_a_new_cycle_fails(self):
        for name in self.each():
            code, output = self.pipeline(name)
            self.assertEqual(code, 1)
            self.assertIn("exceeded: lock-order cycles that the baseline does not know: 1, allowed at most 0", output)
            if name == "github.yml":
                self.assertIn("::error file=query.cpp,line=90", output)

    def test_a_known_cycle_passes(self):
        self.know_all()
        for name in self.each():
            code, output = self.pipeline(name)
            self.assertEqual(code, 0, output)
            self.assertIn("paraudit gate: PASS", output)
        self.assertIn("## paraudit report", (self.directory / "step-summary.md").read_text())
        self.assertEqual(json.loads((self.directory / "gl-code-quality-report.json").read_text()), [])

    def test_a_stale_baseline_is_reported(self):
        self.know_all()
        path = self.directory / "paraudit-baseline.json"
        baseline = json.loads(path.read_text())
        baseline["findings"].append(dict(baseline["findings"][0], fingerprint="0" * 32, message="mended long ago"))
        path.write_text(json.dumps(baseline))
        for name in self.each():
            code, output = self.pipeline(name)
            self.assertEqual(code, 0)
            self.assertIn("stale in the baseline: ", output)
            self.assertIn("mended long ago", output)

    def test_an_exceeded_budget_fails_with_the_line_to_read(self):
        self.know_all()
        self.write("paraudit-budget.yaml", TIGHT)
        for name in self.each():
            code, output = self.pipeline(name)
            self.assertEqual(code, 1)
            self.assertIn("paraudit-budget.yaml:9:28: exceeded: contended share of 'Interner::shard' at 2 threads: ", output)
            self.assertIn("  held at interner.cpp:40 while waiting at interner.cpp:60", output)

    def test_every_command_exists(self):
        table = (ROOT / "front" / "subcommands.def").read_text()
        for name in self.each():
            words = " ".join(commands_of(name)).split()
            for word, subcommand in zip(words, words[1:]):
                if word == "paraudit":
                    self.assertIn(f"PARAUDIT_SUBCOMMAND({subcommand},", table)


if __name__ == "__main__":
    try:
        import yaml  # noqa: F401
    except ImportError:
        print("skipped: python3-yaml is not installed")
        sys.exit(77)
    unittest.main()
