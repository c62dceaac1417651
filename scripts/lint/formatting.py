#!/usr/bin/env python3
"""Fails on C++ that clang-format would change. `--fix` applies it."""
import subprocess
import sys
from common import ROOT, finish, tracked


def main():
    files = tracked(".h", ".cpp", ".c")
    mode = ["-i"] if "--fix" in sys.argv else ["--dry-run", "-Werror"]
    problems = []
    for i in range(0, len(files), 64):
        run = subprocess.run(["clang-format-19", *mode, *files[i:i + 64]], cwd=ROOT, capture_output=True, text=True)
        problems += sorted({line.split(":")[0] + ": not formatted; run scripts/lint/formatting.py --fix"
                            for line in run.stderr.splitlines() if "error:" in line})
    finish("formatting", problems, len(files))


main()
