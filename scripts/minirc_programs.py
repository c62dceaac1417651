#!/usr/bin/env python3
"""Compile the written programs with minirc, run them, and compare with what rustc's executables print.

Each NAME.rs in the directory has a NAME.expected: exit code, standard output and standard error of the program as built by
rustc. With --rustc those records are checked against a rustc on this machine first; --update rewrites them.
Exit codes: 0 all agree, 1 differences, 77 nothing to run with (ctest: skipped).
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Optimised code is compared with checks on, since the records come from debug builds.
VARIANTS = [["-O0", "-C", "codegen-units=1"], ["-O2", "-C", "codegen-units=4", "-C", "overflow-checks=on", "-Z", "threads=2"]]


def normalise(stderr):
    """The thread id in a panic is another in every run."""
    return re.sub(r"thread 'main' \(\d+\)", "thread 'main' (0)", stderr)


def run(executable):
    done = subprocess.run([executable], capture_output=True, text=True, errors="replace", timeout=60,
                          env={**os.environ, "RUST_BACKTRACE": "0"})
    return f"exit: {done.returncode}\n--- stdout\n{done.stdout}--- stderr\n{normalise(done.stderr)}"


def build(command, cwd):
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=300)


def with_rustc(source, scratch):
    out = scratch / "by_rustc"
    done = build(["rustc", "--edition", "2021", "-A", "warnings", source.name, "-o", str(out)], source.parent)
    return run(out) if done.returncode == 0 else "rustc rejects it:\n" + done.stderr


def first_difference(expected, actual):
    for number, (want, got) in enumerate(zip(expected.splitlines(), actual.splitlines()), 1):
        if want != got:
            return f"line {number}: expected {want!r}, got {got!r}"
    return "one is longer than the other"


def check(source, minirc, scratch, expected):
    failures = []
    for number, variant in enumerate(VARIANTS):
        out = scratch / f"{source.stem}_{number}"
        done = build([minirc, source.name, "-o", str(out), *variant], source.parent)
        name = f"{source.name} {' '.join(variant)}"
        if done.returncode != 0:
            failures.append(f"{name}: minirc exited with {done.returncode}\n{done.stderr}")
            continue
        actual = run(out)
        if actual != expected:
            failures.append(f"{name}: {first_difference(expected, actual)}")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--minirc", default=os.path.join(os.environ.get("PARAUDIT_BUILD_DIR", "build/release"), "bin/minirc"))
    parser.add_argument("--rustc", action="store_true", help="check the records against rustc, where there is one")
    parser.add_argument("--update", action="store_true", help="rewrite the records from rustc")
    parser.add_argument("--only", default="", help="programs whose name contains this")
    args = parser.parse_args()
    sources = [s for s in sorted(args.directory.glob("*.rs")) if args.only in s.stem]
    if not sources:
        print(f"no programs in {args.directory}")
        return 1
    minirc = os.path.abspath(args.minirc)
    rustc = shutil.which("rustc") if args.rustc or args.update else None
    if (args.rustc or args.update) and not rustc:
        print("no rustc on this machine: the records stand alone")
    failures = []
    with tempfile.TemporaryDirectory() as directory:
        scratch = pathlib.Path(directory)
        for source in sources:
            record = source.with_suffix(".expected")
            if rustc:
                fresh = with_rustc(source, scratch)
                if args.update:
                    record.write_text(fresh)
                elif fresh != record.read_text():
                    failures.append(f"{source.name}: the record is not what rustc's executable does")
            if not args.update:
                failures += check(source, minirc, scratch, record.read_text())
    for failure in failures:
        print(failure)
    print(f"{len(sources)} programs, {len(failures)} failures" + (", records checked with rustc" if rustc else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
