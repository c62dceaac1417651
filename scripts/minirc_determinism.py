#!/usr/bin/env python3
"""minirc's output must not depend on the number of threads, nor on the run.

Compiles a generated crate and the given programs for each number of codegen units with each number of threads, several
times, and demands byte-identical standard output, standard error and executables; and that the executables of all
numbers of units print the same. Programs with errors are compared by their messages.
Exit codes: 0 identical, 1 differences.
"""
import argparse
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

THREADS = (1, 2, 4, 8)
UNITS = (1, 4, 16)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "no executable"


def compile_once(minirc, source, out, threads, units, extra):
    out.unlink(missing_ok=True)
    done = subprocess.run([minirc, source.name, "-o", str(out), "-Z", f"threads={threads}", "-C", f"codegen-units={units}", *extra],
                          capture_output=True, cwd=source.parent, timeout=600)
    return done.returncode, done.stdout, done.stderr, digest(out)


def program_output(executable):
    done = subprocess.run([executable], capture_output=True, timeout=120, env={**os.environ, "RUST_BACKTRACE": "0"})
    return done.returncode, done.stdout


def describe(first, other):
    parts = ("exit code", "standard output", "standard error", "executable")
    return ", ".join(part for part, a, b in zip(parts, first, other) if a != b)


def check(minirc, source, scratch, repetitions, extra, must_compile):
    failures, runs, outputs = [], 0, {}
    out = scratch / source.stem
    for units in UNITS:
        first = None
        for threads in THREADS:
            for _ in range(repetitions):
                result = compile_once(minirc, source, out, threads, units, extra)
                runs += 1
                first = first or result
                if (result[0] == 0) != must_compile:
                    return [f"{source.name}: exit code {result[0]}\n{result[2].decode(errors='replace')}"], runs
                if result != first:
                    failures.append(f"{source.name}: {units} units, {threads} threads: another {describe(first, result)}")
        if out.exists():
            outputs[units] = program_output(out)
    if len(set(outputs.values())) > 1:
        failures.append(f"{source.name}: the program's own output depends on the number of units")
    return failures, runs


def generate(generator, scratch, modules, functions):
    crate = scratch / "crate"
    command = [generator, "--modules", str(modules), "--functions", str(functions), "--seed", "7", "-o", str(crate)]
    subprocess.run(command, check=True, capture_output=True)
    roots = sorted(crate.rglob("main.rs")) or sorted(crate.glob("*.rs"))
    return roots[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=pathlib.Path, help="root files of crates that compile")
    parser.add_argument("--bad", action="append", default=[], type=pathlib.Path, help="a crate with errors: its messages count")
    parser.add_argument("--bin", default=os.path.join(os.environ.get("PARAUDIT_BUILD_DIR", "build/release"), "bin"))
    parser.add_argument("--repetitions", type=int, default=2)
    parser.add_argument("--modules", type=int, default=6, help="of the generated crate; 0: none")
    parser.add_argument("--functions", type=int, default=8)
    parser.add_argument("--option", action="append", default=[], help="an option for minirc, as --option=-O2")
    args = parser.parse_args()
    minirc = os.path.abspath(os.path.join(args.bin, "minirc"))
    failures, runs = [], 0
    with tempfile.TemporaryDirectory() as directory:
        scratch = pathlib.Path(directory)
        sources = [(source.resolve(), True) for source in args.sources] + [(source.resolve(), False) for source in args.bad]
        if args.modules:
            generator = os.path.abspath(os.path.join(args.bin, "minirc-gen"))
            sources.append((generate(generator, scratch, args.modules, args.functions), True))
        for source, must_compile in sources:
            found, count = check(minirc, source, scratch, args.repetitions, args.option, must_compile)
            failures += found
            runs += count
    for failure in failures:
        print(failure)
    print(f"{len(sources)} crates, {runs} compilations, {len(failures)} differences")
    return 1 if failures or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
