#!/usr/bin/env python3
"""Compare minirc with rustc: programs that run, programs that fail, a generated crate.

  run/NAME.rs  compiled by minirc and run, must print NAME.stdout (recorded from rustc)
  ui/NAME.rs   must fail with NAME.stderr (minirc's own text) and the codes and lines of NAME.codes (recorded from rustc)
  generated    minirc-gen crates: minirc's and rustc's executables must print the same

--rustc also compares the records and the generated crates with a rustc on this machine; without one that part is skipped, and
said so. --update rewrites NAME.stderr (and, with --rustc, NAME.stdout and NAME.codes).
Exit codes: 0 all agree, 1 differences, 77 minirc is not built (ctest: skipped).
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "testdata" / "minicompiler"
CRATES = [("4", "10", "1"), ("3", "12", "7")]  # modules, functions, seed


def call(command, cwd=None, timeout=300):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=cwd, timeout=timeout)


def roots(directory):
    """Programs, not the modules beside them: only roots have records."""
    return [path for path in sorted(directory.glob("*.rs")) if "fn main" in path.read_text() or directory.name == "ui"]


def errors(stderr):
    """Code and line of every error in JSON diagnostics, sorted; lints have no E-number."""
    found = []
    for line in stderr.splitlines():
        if not line.startswith("{"):
            continue
        message = json.loads(line)
        if message.get("level") != "error" or message["message"].startswith("aborting"):
            continue
        spans = [span for span in message["spans"] if span["is_primary"]]
        code = (message["code"] or {}).get("code") or "-"
        found.append(f"{code if code.startswith('E') else '-'} {spans[0]['line_start'] if spans else 0}")
    return sorted(found)


class Report:
    def __init__(self, update):
        self.update = update
        self.checked = 0
        self.failures = []

    def compare(self, what, actual, record):
        self.checked += 1
        if self.update:
            record.write_text(actual)
        elif not record.exists():
            self.failures.append(f"{what}: no {record.name}")
        elif record.read_text() != actual:
            self.failures.append(f"{what}: differs from {record.name}\n--- expected\n{record.read_text()}--- actual\n{actual}")

    def same(self, what, actual, expected):
        self.checked += 1
        if actual != expected:
            self.failures.append(f"{what}: expected {expected!r}, got {actual!r}")


def check_runs(minirc, rustc, scratch, report):
    for source in roots(DATA / "run"):
        built = call([minirc, source.name, "-o", str(scratch / "m")], source.parent)
        if built.returncode != 0:
            report.failures.append(f"run/{source.name}: minirc rejects it\n{built.stderr}")
            continue
        ran = call([str(scratch / "m")])
        report.same(f"run/{source.name} exit code", ran.returncode, 0)
        record = source.with_suffix(".stdout")
        if rustc:
            call([rustc, "--edition", "2021", "-A", "warnings", source.name, "-o", str(scratch / "r")], source.parent)
            report.compare(f"run/{source.name} by rustc", call([str(scratch / "r")]).stdout, record)
        report.same(f"run/{source.name}", ran.stdout, record.read_text())


def check_failures(minirc, rustc, scratch, report):
    for source in roots(DATA / "ui"):
        human = call([minirc, source.name, "-o", str(scratch / "m")], source.parent)
        report.same(f"ui/{source.name} exit code", human.returncode, 1)
        report.compare(f"ui/{source.name}", human.stderr, source.with_suffix(".stderr"))
        machine = call([minirc, source.name, "-o", str(scratch / "m"), "--error-format", "json"], source.parent)
        record = source.with_suffix(".codes")
        if rustc:
            command = [rustc, "--edition", "2021", "--error-format=json", "--emit=metadata", source.name, "-o", str(scratch / "r")]
            theirs = errors(call(command, source.parent).stderr)
            report.compare(f"ui/{source.name} by rustc", "".join(f"{e}\n" for e in theirs), record)
        report.same(f"ui/{source.name} codes", errors(machine.stderr), record.read_text().splitlines())


def check_generated(minirc, generator, rustc, scratch, report):
    for modules, functions, seed in CRATES:
        crate = scratch / f"crate{seed}"
        call([generator, "--modules", modules, "--functions", functions, "--seed", seed, "-o", str(crate)])
        built = call([minirc, "main.rs", "-o", str(scratch / "m")], crate)
        report.same(f"generated crate {seed}: minirc", (built.returncode, built.stderr), (0, ""))
        call([rustc, "--edition", "2021", "-A", "warnings", "main.rs", "-o", str(scratch / "r")], crate)
        report.same(f"generated crate {seed}", call([str(scratch / "m")]).stdout, call([str(scratch / "r")]).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build-dir", default=os.environ.get("PARAUDIT_BUILD_DIR", "build/dev"))
    parser.add_argument("--rustc", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    binaries = pathlib.Path(options.build_dir).resolve() / "bin"
    minirc, generator = binaries / "minirc", binaries / "minirc-gen"
    if not minirc.exists():
        print(f"skipped: {minirc} is not built")
        return 77
    rustc = shutil.which("rustc") if options.rustc else None
    if options.rustc and not rustc:
        print("skipped: rustc missing; comparing with the recorded output")
    report = Report(options.update)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        check_runs(str(minirc), rustc, scratch, report)
        check_failures(str(minirc), rustc, scratch, report)
        if rustc and generator.exists():
            check_generated(str(minirc), str(generator), rustc, scratch, report)
    for failure in report.failures:
        print(failure)
    print(f"{report.checked} comparisons, {len(report.failures)} differences" + (" (with rustc)" if rustc else ""))
    return 1 if report.failures or report.checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
