#!/usr/bin/env python3
"""What a user notices of paraudit-check: exit codes, messages, formats, determinism.

  cli_test.py PROGRAM SCHEMA
"""

import json
import os
import subprocess
import sys
import unittest

import cli_case
from cli_case import ABBA, BROKEN, CLEAN, COUNTER, Case

SCHEMA = ""


class CommandLine(Case):
    def test_help_shows_examples(self):
        text = self.run_check("--help").stdout
        self.assertIn("Examples:", text)
        self.assertIn("--parallel-entry", text)
        self.assertIn("Exit status: 0", text)

    def test_lists_and_explains_checks(self):
        listed = self.run_check("--list-checks").stdout.split("\n")
        names = [line.split()[0] for line in listed if line]
        self.assertIn("paraudit-lock-order-inversion", names)
        for name in names:
            self.assertTrue(self.run_check("--explain-check", name).stdout.startswith("# " + name))
        some = self.run_check("--list-checks", "--checks=-paraudit-lock-*").stdout
        self.assertNotIn("lock-order", some)
        self.assertIn("mutable-global", some)

    def test_unknown_checks_suggest_the_nearest(self):
        self.assertIn("did you mean 'paraudit-mutable-global'",
                      self.run_check("--checks=paraudit-mutable-globl", code=2).stderr)
        self.assertIn("did you mean 'paraudit-self-deadlock'", self.run_check("--explain-check", "selfdeadlock", code=2).stderr)
        self.assertIn("selects no check", self.run_check("--checks=-*", code=2).stderr)
        self.assertIn("'foo'; see --list-checks", self.run_check("--explain-check", "foo", code=2).stderr)
        self.assertIn("--warnings-as-errors: no check is called 'typo'",
                      self.run_check("--list-checks", "--warnings-as-errors=typo", code=2).stderr)

    def test_options_that_do_not_fit(self):
        self.assertIn("has no value", self.run_check("--checks=", "a.cpp", code=2).stderr)
        self.assertIn("--explain-check", self.run_check("--list-checks", "--explain-check", "x", code=2).stderr)
        self.assertIn("'nowhere' is not a directory", self.run_check("--root", "nowhere", code=2).stderr)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = subprocess.run([cli_case.PROGRAM, "--list-checks"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot write to standard output", result.stderr)

    def test_exit_codes(self):
        self.project(clean=CLEAN)
        self.run_check("-p", ".")
        self.project(counter=COUNTER)
        self.run_check("-p", ".")
        self.run_check("-p", ".", "--warnings-as-errors=*", code=1)
        self.project(abba=ABBA)
        self.run_check("-p", ".", code=1)
        self.project(clean=CLEAN, broken=BROKEN)
        self.run_check("-p", ".", code=3)
        self.project(abba=ABBA, broken=BROKEN)
        self.run_check("-p", ".", code=1)

    def test_text_reads_like_a_compilers(self):
        self.project(abba=ABBA)
        lines = self.run_check("-p", ".", "--checks=paraudit-lock-order-inversion", code=1).stdout.split("\n")
        self.assertRegex(lines[0], r"^abba\.cpp:4:\d+: error: 'b' is acquired while 'a' is held.* \[paraudit-lock-order-inversion\]$")
        self.assertIn("std::scoped_lock y(b)", lines[1])
        self.assertRegex(lines[2], r"^ +\| +\^$")
        notes = [line for line in lines if ": note: " in line]
        self.assertEqual(sum("[thread 1]" in note for note in notes), 2)
        self.assertEqual(sum("[thread 2]" in note for note in notes), 2)

    def test_counts_what_was_seen(self):
        self.project(abba=ABBA, broken=BROKEN)
        result = self.run_check("-p", ".", code=1)
        self.assertIn("Analysed 1 unit of 2", result.stderr)
        self.assertIn("2 parallel entries", result.stderr)
        self.assertRegex(result.stderr, r"broken\.cpp:1:\d+: error: use of undeclared identifier")
        self.assertIn("unit failed: broken.cpp", result.stderr)
        self.assertEqual(self.run_check("-p", ".", "abba.cpp", "--quiet", code=1).stderr, "")

    def test_bad_databases(self):
        self.assertIn("no compile_commands.json", self.run_check(code=2).stderr)
        self.assertIn("no compilation database", self.run_check("-p", "nowhere", code=2).stderr)
        self.write("compile_commands.json", '[\n  {"directory": "/x",\n]')
        self.assertRegex(self.run_check("-p", ".", code=2).stderr, r"line 3, column 1")
        self.write("compile_commands.json", "[]")
        self.assertIn("holds no units", self.run_check("-p", ".", code=2).stderr)
        os.mkdir(os.path.join(self.directory, "folder"))
        os.mkdir(os.path.join(self.directory, "folder", "compile_commands.json"))
        self.assertIn("folder/compile_commands.json'", self.run_check("-p", "folder", code=2).stderr)
        self.write("compile_commands.json", '[{"directory": "/nowhere", "file": "a.cpp", "command": "c++ a.cpp"}]')
        self.assertIn("'/nowhere'", self.run_check("-p", ".", code=2).stderr)
        self.project(clean=CLEAN)
        self.assertIn("no unit of", self.run_check("-p", ".", "missing", code=2).stderr)
        self.assertIn("no such file", self.run_check("missing.cpp", "--", "-std=c++20", code=2).stderr)

    def test_finds_the_database_above(self):
        self.project(clean=CLEAN)
        os.mkdir(os.path.join(self.directory, "sub"))
        result = subprocess.run([cli_case.PROGRAM], cwd=os.path.join(self.directory, "sub"), capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_nolint(self):
        self.project(counter=COUNTER.replace("0;", "0; // NOLINT(paraudit-mutable-global): one thread only"),
                     unused=CLEAN + "// NOLINTNEXTLINE(paraudit-self-deadlock)\n\n")
        result = self.run_check("-p", ".")
        self.assertNotIn("can change", result.stdout)
        self.assertIn("1 silenced by NOLINT", result.stderr)
        self.assertRegex(result.stdout, r"unused\.cpp:2:1: remark: 'NOLINTNEXTLINE\(paraudit-self-deadlock\)' silences nothing")

    def test_header_filter(self):
        self.write("state.h", "inline int in_header = 0;\n")
        self.project(use='#include "state.h"\nint use() { return ++in_header; }\n')
        self.assertIn("in_header", self.run_check("-p", ".").stdout)
        self.assertNotIn("in_header", self.run_check("-p", ".", "--header-filter=other").stdout)

    def test_parallel_entry(self):
        program = "static int n = 0;\nstatic void compile_function() { ++n; }\nint main() { compile_function(); }\n"
        self.project(main=program)
        serial = self.run_check("-p", ".")
        self.assertIn("warning: 'main.cpp::n'", serial.stdout)
        self.assertIn("No parallel entry", serial.stderr)
        named = self.run_check("-p", ".", "--parallel-entry=compile_function$")
        self.assertIn("warning: 'main.cpp::n'", named.stdout)
        self.assertIn("1 parallel entry", named.stderr)
        self.assertIn("matches no function", self.run_check("-p", ".", "--parallel-entry=nothing").stderr)

    def test_json_follows_its_schema_and_does_not_depend_on_jobs(self):
        import jsonschema
        self.project(abba=ABBA, counter=COUNTER, broken=BROKEN)
        outputs = set()
        for jobs in ("1", "2", "4"):
            self.run_check("-p", ".", "-j", jobs, "--format=json", "-o", "f.json", code=1)
            with open(os.path.join(self.directory, "f.json"), encoding="utf-8") as file:
                outputs.add(file.read())
        self.assertEqual(len(outputs), 1)
        document = json.loads(outputs.pop())
        with open(SCHEMA, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator(schema).validate(document)
        self.assertEqual({finding["file"] for finding in document["findings"]}, {"abba.cpp", "counter.cpp"})
        self.assertEqual(document["lock_order"]["cycles"], [{"locks": ["a", "b"]}])
        self.assertEqual(document["analysis"]["units_failed"], 1)
        state = {entry["id"]: entry for entry in document["shared_state"]}["counter"]
        self.assertEqual((state["writes"], state["category"]), (1, "statistics counter"))
        lock = {entry["id"]: entry for entry in document["locks"]}["a"]
        self.assertEqual({(site["line"], site["function"]) for site in lock["acquisitions"]}, {(4, "one"), (5, "two")})

    def test_fingerprints_survive_moved_lines(self):
        self.project(abba=ABBA)
        before = json.loads(self.run_check("-p", ".", "--format=json", code=1).stdout)["findings"]
        self.project(abba="\n\n// moved\n" + ABBA)
        after = json.loads(self.run_check("-p", ".", "--format=json", code=1).stdout)["findings"]
        self.assertNotEqual([f["line"] for f in before], [f["line"] for f in after])
        self.assertEqual([f["fingerprint"] for f in before], [f["fingerprint"] for f in after])

    def test_unwritable_output_leaves_nothing(self):
        self.project(clean=CLEAN)
        self.assertIn("cannot write", self.run_check("-p", ".", "--format=json", "-o", "no/such/f.json", code=2).stderr)

    def test_prove_complete(self):
        self.project(counter=COUNTER)
        subprocess.run(["clang++-19", "-std=c++20", "-c", "counter.cpp", "-o", "counter.o"], cwd=self.directory, check=True)
        self.assertIn("1 writable symbols, 1 explained", self.run_check("-p", ".", "--prove-complete", "counter.o").stdout)
        self.write("other.cpp", "int hidden = 1;\n")
        subprocess.run(["clang++-19", "-c", "other.cpp", "-o", "other.o"], cwd=self.directory, check=True)
        result = self.run_check("-p", ".", "--prove-complete", "counter.o", "other.o", code=1)
        self.assertIn("unexplained: hidden", result.stdout)
        self.assertIn("cannot be read", self.run_check("-p", ".", "--prove-complete", "none.o", code=2).stderr)


if __name__ == "__main__":
    cli_case.PROGRAM, SCHEMA = os.path.realpath(sys.argv.pop(1)), os.path.realpath(sys.argv.pop(1))
    unittest.main()
