#!/usr/bin/env python3
"""The front's contract: help, exit codes, arguments passed on untouched, a missing program named."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

FRONT = sys.argv.pop(1)


def run(*args, front=FRONT):
    return subprocess.run([front, *args], capture_output=True, text=True)


class FrontTest(unittest.TestCase):
    def test_help_lists_every_subcommand(self):
        result = run("--help")
        self.assertEqual(result.returncode, 0)
        for name in ("check", "record", "trace", "report", "ledger", "gate", "diff"):
            self.assertIn(f"\n  {name}", result.stdout)
        self.assertEqual(result.stderr, "")

    def test_no_arguments_is_a_usage_error(self):
        result = run()
        self.assertEqual(result.returncode, 2)
        self.assertIn("usage:", result.stderr)

    def test_unknown_subcommand_is_named(self):
        result = run("chekc")
        self.assertEqual(result.returncode, 2)
        self.assertIn("'chekc'", result.stderr)

    def test_arguments_and_exit_status_pass_through(self):
        with tempfile.TemporaryDirectory() as folder:
            front = shutil.copy(FRONT, folder)
            program = os.path.join(folder, "paraudit-check")
            with open(program, "w") as script:
                script.write('#!/bin/sh\nprintf "<%s>" "$@"\nexit 3\n')
            os.chmod(program, 0o755)
            result = run("check", "a b", "", "--x=*", front=front)
            self.assertEqual(result.stdout, "<a b><><--x=*>")
            self.assertEqual(result.returncode, 3)

    def test_missing_program_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            result = run("report", front=shutil.copy(FRONT, folder))
            self.assertEqual(result.returncode, 2)
            self.assertIn("paraudit-report", result.stderr)


unittest.main()
