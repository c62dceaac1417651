#!/usr/bin/env python3
"""Holds paraudit's own sources against paraudit-ledger.yaml: nothing undocumented, nothing stale, nothing undecided.

  own_ledger_test.py [BUILD_DIR]     (default: $PARAUDIT_BUILD_DIR)

Of the build's units, tests and the programs that only they run are left out. Facts stay in BUILD_DIR/own-ledger from run
to run. Exit: 0 the ledger holds, 1 it does not, 77 the build has not all components.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEDGER = ROOT / "paraudit-ledger.yaml"
NOT_PRODUCT = re.compile(r"(_test|_test_main|_benchmark|_fuzzer)\.cpp$|/testdata/|/benchmarks/|/fuzz/|/recorded_[a-z]+\.cpp$|sample|fixture|cmake_pch")
COMPONENTS = {"checker", "formats", "instrument", "minicompiler", "reports", "runtime"}
CHECKS = "paraudit-undocumented,paraudit-ledger-stale"


def own_units(build):
    units = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["directory"], entry["file"])
        is_generated = file.is_relative_to(build) and "Unity" not in file.parts  # a unity file has sources of ours in it
        if file.is_relative_to(ROOT) and not is_generated and not NOT_PRODUCT.search(str(file.relative_to(ROOT))):
            units.append(entry)
    return units


def run(command):
    print("+", *command, flush=True)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main():
    build = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["PARAUDIT_BUILD_DIR"]).resolve()
    units = own_units(build)
    missing = COMPONENTS - {Path(entry["file"]).relative_to(ROOT).parts[0] for entry in units}
    if missing:
        print("skipped: the build has no", ", ".join(sorted(missing)))
        return 77
    work = build / "own-ledger"
    work.mkdir(exist_ok=True)
    (work / "compile_commands.json").write_text(json.dumps(units))
    command = [build / "bin" / "paraudit-check", "-p", work, "--root", ROOT, "--cache-dir", work / "cache", "--ledger", LEDGER,
               "--checks", CHECKS, "--warnings-as-errors", CHECKS]
    return 1 if "decision: todo" in LEDGER.read_text() or run(command) else 0


if __name__ == "__main__":
    sys.exit(main())
