#!/usr/bin/env python3
"""The pass sees minirc on plain std::mutex as minirc's own types see themselves: the same ranking of lock acquisitions by
line of minirc's sources, at four threads on a generated crate.

  cmake --preset release && ninja -C build/release minirc minirc-gen paraudit-record paraudit-report paraudit-clang++ ...
  CXX=$PWD/build/release/bin/paraudit-clang++ CC=$PWD/build/release/bin/paraudit-clang cmake -S . -B build/plain -G Ninja \\
    -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-DPARAUDIT_STD_PLAIN=1 -DPARAUDIT_STD_SYNC=ON -DPARAUDIT_TESTS=OFF \\
    -DPARAUDIT_COMPONENTS="runtime;minicompiler" && ninja -C build/plain minirc
  python3 scripts/minirc_plain_locks.py build/release build/plain/bin/minirc

Exit codes: 0 the same, 1 not, 2 something is missing."""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOP = 5


def run(command, **kwargs):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **kwargs)
    if done.returncode not in (0, 1) or (done.returncode and "report" not in str(command[0])):
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def lines_of(bin_directory, minirc, crate, scratch, name):
    """{file:line of minirc's sources: acquisitions} of one recorded compilation."""
    trace, report = scratch / f"{name}-trace", scratch / f"{name}.json"
    run([bin_directory / "paraudit-record", "-o", trace, "--", minirc, crate / "main.rs", "-o", scratch / name, "-Z", "threads=4"])
    run([bin_directory / "paraudit-report", trace, "-o", report])
    counts = collections.Counter()
    for lock in json.loads(report.read_text())["locks"]:
        for site in lock["sites"]:
            if "minicompiler/" in site["file"]:
                counts[f"{site['file'].split('minicompiler/')[-1]}:{site['line']}"] += site["acquisitions"]
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="with bin/minirc on the runtime's own types, and the tools")
    parser.add_argument("plain", type=pathlib.Path, help="minirc on plain std::mutex, built by the pass")
    parser.add_argument("--modules", default="20")
    arguments = parser.parse_args()
    tools = arguments.build / "bin"
    for program in (tools / "minirc", tools / "minirc-gen", tools / "paraudit-report", arguments.plain):
        if not os.access(program, os.X_OK):
            parser.error(f"{program} is missing; build it first")
    with tempfile.TemporaryDirectory(prefix="paraudit-plain-") as folder:
        scratch = pathlib.Path(folder)
        run([tools / "minirc-gen", "--modules", arguments.modules, "--functions", "20", "--seed", "1", "-o", scratch / "crate"])
        both = [lines_of(tools, minirc, scratch / "crate", scratch, name)
                for name, minirc in (("typed", tools / "minirc"), ("plain", arguments.plain))]
        if (scratch / "typed").read_bytes() != (scratch / "plain").read_bytes():
            print("the two compilers' executables differ")
    rankings = [sorted(counts, key=lambda line, counts=counts: (-counts[line], line))[:TOP] for counts in both]
    width = max(map(len, rankings[0] + rankings[1]), default=1)
    for typed, plain in zip(*rankings):
        print(f"{typed:{width}} {both[0][typed]:9}   {plain:{width}} {both[1][plain]:9}")
    if not rankings[0] or rankings[0] != rankings[1]:
        print("the rankings differ")
        sys.exit(1)
    print(f"the same {len(rankings[0])} lines lead, in this order; {sum(both[0].values())} and {sum(both[1].values())} acquisitions")


if __name__ == "__main__":
    main()
