#!/usr/bin/env python3
"""paraudit-ledger from the outside: init, update, verify, render, annotations, messages, exit codes."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build" / "dev"))
PROGRAM = BUILD / "bin" / "paraudit-ledger"
SAMPLE = BUILD / "test-bin" / "reports_sample_trace"
FINDINGS = ROOT / "testdata" / "reports" / "findings.json"
SCHEMA = ROOT / "reports" / "schema" / "ledger.schema.json"
LEDGER = "paraudit-ledger.yaml"


def words_of(table):
    return re.findall(r'^PARAUDIT_\w+\(\w+, "([^"]+)"', (ROOT / "formats" / "ledger" / table).read_text(), re.M)


class LedgerToolTest(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="paraudit-ledger-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.copy_findings()

    def copy_findings(self):
        shutil.copy(FINDINGS, self.directory / "findings.json")
        self.change_findings(lambda d: d["shared_state"][1]["synchronization"].update(kind="guarded"))

    def ledger(self, *arguments):
        return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, cwd=self.directory,
                              errors="replace", timeout=60, check=False)

    def ok(self, *arguments, code=0):
        result = self.ledger(*arguments)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result.stdout

    def fails(self, *arguments, texts):
        result = self.ledger(*arguments)
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        for text in texts:
            self.assertIn(text, result.stderr)

    def text(self):
        return (self.directory / LEDGER).read_text()

    def edit(self, old, new):
        self.assertIn(old, self.text())
        (self.directory / LEDGER).write_text(self.text().replace(old, new, 1))

    def change_findings(self, change):
        document = json.loads((self.directory / "findings.json").read_text())
        change(document)
        (self.directory / "findings.json").write_text(json.dumps(document))

    def sample(self, kind):
        subprocess.run([SAMPLE, kind, self.directory / "trace"], check=True)
        return "trace"

    def test_init_then_verify_then_decide(self):
        self.assertIn("2 of shared state, 0 lock pairs", self.ok("init", "--findings", "findings.json"))
        self.assertIn("  - id: options.cpp::verbose\n    file: options.cpp\n    decision: todo\n", self.text())
        self.assertIn("guard: Interner::shard", self.text())
        out = self.ok("verify", "--findings", "findings.json")
        self.assertIn("0 new, 0 stale, 0 contradicted, 0 unused, 2 to be decided", out)
        out = self.ok("verify", "--findings", "findings.json", "--require-decisions", code=1)
        self.assertRegex(out, rf"{LEDGER}:\d+:5: todo: 'options.cpp::verbose' is not decided")
        self.fails("init", texts=[f"{LEDGER}: exists already; add to it with: paraudit ledger update"])

    def test_update_adds_and_keeps_every_byte(self):
        self.ok("init", "--findings", "findings.json")
        self.edit("  - id: options.cpp::verbose\n    file: options.cpp\n    decision: todo\n",
                  "  # ann looked at it\n  - id:   'options.cpp::verbose'   # a flag\n    decision: freeze\n    why: >\n      one\n\n      two\n")
        before = self.text()
        self.assertIn("nothing new, left as it is", self.ok("update", "--findings", "findings.json"))
        self.assertEqual(self.text(), before)
        stamp = (self.directory / LEDGER).stat().st_mtime_ns

        def add(document):
            state = dict(document["shared_state"][0], id="options.cpp::quiet", name="quiet")
            document["shared_state"].append(state)

        self.ok("update", "--findings", "findings.json")
        self.assertEqual((self.directory / LEDGER).stat().st_mtime_ns, stamp)
        self.change_findings(add)
        self.assertIn("added 1 of shared state, 0 lock pairs", self.ok("update", "--findings", "findings.json"))
        added = "  - id: options.cpp::quiet\n    file: options.cpp\n    decision: todo\n"
        self.assertEqual(self.text(), before.replace("  # ann looked", added + "  # ann looked"))

    def test_two_branches_merge(self):
        self.ok("init", "--findings", "findings.json")
        base = self.text()
        (self.directory / "base").write_text(base)

        def branch(name, identity):
            (self.directory / LEDGER).write_text(base)
            self.copy_findings()
            self.change_findings(lambda d: d["shared_state"].append(dict(d["shared_state"][0], id=identity)))
            self.ok("update", "--findings", "findings.json")
            shutil.copy(self.directory / LEDGER, self.directory / name)

        branch("ours", "A::first")
        branch("theirs", "z.cpp::last")
        merge = subprocess.run(["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=self.directory,
                               capture_output=True, text=True, check=False)
        self.assertEqual(merge.returncode, 0, merge.stdout)
        (self.directory / LEDGER).write_text(merge.stdout)
        self.assertIn("4 of shared state", self.ok("verify", "--findings", "findings.json", code=1))

    def test_verify_names_new_stale_and_contradicted(self):
        self.ok("init", "--findings", "findings.json")
        self.edit("id: options.cpp::verbose", "id: options.cpp::loud")
        self.edit("guard: Interner::shard", "guard: query::Jobs::active")
        out = self.ok("verify", "--findings", "findings.json", code=1)
        self.assertIn("options.cpp:4: new: 'options.cpp::verbose' is shared state", out)
        self.assertRegex(out, rf"{LEDGER}:\d+:5: stale: 'options.cpp::loud' is no shared state")
        self.assertRegex(out, rf"{LEDGER}:\d+:12: contradicted: 'Interner::strings' changed its guard")
        self.assertIn("1 new, 1 stale, 1 contradicted", out)

    def test_an_access_contradicts_written_before_threads(self):
        self.ok("init", "--findings", "findings.json")
        self.edit("  - id: options.cpp::verbose\n", "  - id: options.cpp::verbose\n    invariants: [written only before threads start]\n")
        self.ok("verify", "--findings", "findings.json")
        access = {"function": "set_verbose", "file": "options.cpp", "line": 30, "column": 3, "access": "write",
                  "atomic": False, "parallel": True, "held": []}
        self.change_findings(lambda d: d["shared_state"][0].update(accessors=[access]))
        out = self.ok("verify", "--findings", "findings.json", code=1)
        self.assertIn('stated is "written only before threads start", but \'set_verbose\' writes it at options.cpp:30', out)
        self.assertIn("  options.cpp:30: written here", out)

    def test_a_trace_contradicts_written_before_threads(self):
        self.ok("init", "--findings", "findings.json")
        self.edit("  - id: options.cpp::verbose\n", "  - id: options.cpp::verbose\n    invariants: [written-before-threads]\n")
        self.ok("verify", "--findings", "findings.json")
        out = self.ok("verify", "--findings", "findings.json", self.sample("watched"), code=1)
        self.assertIn("but 'set_verbose' writes it at options.cpp:30 (seen at run time), with no lock held", out)

    def test_a_trace_contradicts_the_stated_order(self):
        self.change_findings(lambda d: d["lock_order"].update(edges=[], cycles=[]))
        self.ok("init", "--findings", "findings.json")
        self.edit("lock_order:\n", "lock_order:\n  - before: query::Jobs::active\n    after: Interner::shard\n")
        self.assertIn("1 unused", self.ok("verify", "--findings", "findings.json"))
        out = self.ok("verify", "--findings", "findings.json", self.sample("contended"), code=1)
        self.assertIn("'query::Jobs::active' is acquired while 'Interner::shard' is held (seen at run time), at query.cpp:90", out)

    def test_render_writes_the_page(self):
        self.ok("init", "--findings", "findings.json")
        self.edit("decision: todo\n    guard", "decision: synchronise\n    guard")
        self.ok("render", "--findings", "findings.json", "-o", "AUDIT.md")
        page = (self.directory / "AUDIT.md").read_text()
        self.assertIn("## Core structures that need synchronization", page)
        self.assertIn("## To be decided", page)
        self.assertIn("`Interner::strings` (interner.h) | `Interner::shard`", page)
        self.assertTrue(self.ok("render").startswith("# Audit of shared state"))

    def annotated_source(self):
        self.change_findings(lambda d: d["shared_state"][1].update(line=14, column=28))
        (self.directory / "interner.h").write_text("\n" * 11 + "  Mutex shard;\n\n  std::vector<std::string> strings;\n")
        self.ok("init", "--findings", "findings.json")

    def test_annotations_apply_as_a_patch(self):
        self.annotated_source()
        result = self.ledger("render", "--emit-annotations", "--annotation-style", "macro", "--findings", "findings.json", "--root",
                             ".", "-o", "a.patch")
        self.assertIn("1 annotation, 0 left out", result.stderr)
        subprocess.run(["git", "init", "-q", "."], cwd=self.directory, check=True)
        subprocess.run(["git", "apply", "a.patch"], cwd=self.directory, check=True)
        self.assertIn("strings GUARDED_BY(shard);", (self.directory / "interner.h").read_text())
        again = self.ledger("render", "--emit-annotations", "--findings", "findings.json", "--root", ".")
        self.assertIn("'Interner::strings': is annotated already", again.stderr)
        self.assertEqual(again.stdout, "")

    def test_annotations_compile_without_a_header_of_macros(self):
        self.annotated_source()
        patch = self.ok("render", "--emit-annotations", "--findings", "findings.json", "--root", ".")
        self.assertIn("strings __attribute__((guarded_by(shard)));", patch)

    def test_annotations_apply_with_clang(self):
        tool = next(filter(shutil.which, ["clang-apply-replacements-19", "clang-apply-replacements", "clang-apply-replacements-14"]), None)
        if not tool:
            self.skipTest("clang-apply-replacements is not installed")
        self.annotated_source()
        (self.directory / "fixes").mkdir()
        self.ok("render", "--emit-annotations", "--annotation-style", "attribute", "--findings", "findings.json",
                "--root", self.directory, "-o", "fixes/a.yaml")
        subprocess.run([tool, "fixes"], cwd=self.directory, check=True)
        self.assertIn("strings __attribute__((guarded_by(shard)));", (self.directory / "interner.h").read_text())

    def test_the_schema_says_what_the_reader_says(self):
        schema = json.loads(SCHEMA.read_text())
        state = schema["$defs"]["state"]["properties"]
        self.assertEqual(state["decision"]["enum"], words_of("decisions.def"))
        for word in words_of("invariants.def"):
            self.assertIn(word, state["invariants"]["description"])
        try:
            import jsonschema
            import yaml
        except ImportError:
            self.skipTest("python3-jsonschema or python3-yaml is not installed")
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        self.ok("init", "--findings", "findings.json")
        document = yaml.safe_load(self.text())
        validator.validate(document)
        document["state"][0]["decision"] = "later"
        self.assertFalse(validator.is_valid(document))

    def test_bad_input_is_named(self):
        self.fails(texts=["A subcommand is required"])
        self.fails("verify", texts=["--findings is required"])
        self.fails("render", "--emit-annotations", texts=["--emit-annotations needs --findings"])
        self.fails("verify", "--findings", "findings.json", texts=[f"{LEDGER}: cannot open: No such file"])
        for text, complaint in [("", "the ledger is empty"), ("a: [", f"{LEDGER}:1:1: not valid YAML"),
                                ("schema: paraudit.ledger\nversion: '1.0'\nstate:\n  - id: x\n    decison: leave\n",
                                 f"{LEDGER}:5:5: an entry of 'state' has no member 'decison'; did you mean 'decision'?")]:
            (self.directory / LEDGER).write_text(text)
            self.fails("verify", "--findings", "findings.json", texts=[complaint])
            self.fails("update", "--findings", "findings.json", texts=[complaint])
            self.assertEqual(self.text(), text)
        (self.directory / LEDGER).unlink()
        self.ok("init")
        self.change_findings(lambda d: d["analysis"].update(units=0))
        self.fails("verify", "--findings", "findings.json", texts=["cover no translation unit"])

    def test_nothing_is_stale_where_units_failed(self):
        self.ok("init", "--findings", "findings.json")
        before = self.text()

        def fail(document):
            document["analysis"].update(units=2, units_failed=1)
            document.update(shared_state=[], locks=[], findings=[], lock_order={})

        self.change_findings(fail)
        out = self.ok("verify", "--findings", "findings.json", code=3)
        self.assertIn("not seen: 'options.cpp::verbose' was not found, but not all of the program could be read", out)
        self.assertIn("0 new, 0 stale, 0 contradicted", out)
        self.assertNotIn("remove the entry", out)
        self.change_findings(lambda d: d["analysis"].update(units_failed=2))
        for action in ("verify", "update"):
            self.fails(action, "--findings", "findings.json", texts=["which all failed in the checker: nothing was checked"])
        self.assertEqual(self.text(), before)
        (self.directory / LEDGER).unlink()
        self.fails("init", "--findings", "findings.json", texts=["nothing was checked"])

    def test_a_full_disk_is_told(self):
        self.ok("init", "--findings", "findings.json")
        with open("/dev/full", "w") as full:
            result = subprocess.run([PROGRAM, "verify", "--findings", "findings.json"], stdout=full, stderr=subprocess.PIPE, text=True,
                                    cwd=self.directory, check=False)
        self.assertEqual((result.returncode, result.stderr), (2, "paraudit-ledger: standard output: cannot write\n"))


if __name__ == "__main__":
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not built")
    unittest.main()
