#!/usr/bin/env python3
"""The pass sees minirc on plain std::mutex as minirc's own types see themselves: the same ranking of lock acquisitions by
line of minirc's sources, at four threads on a generated crate; and both write the same executable, but for debug information.
Threads that meet in a query make a few acquisitions more or less, so lines within NEAR of each other may change places.

  python3 scripts/minirc_plain_locks.py BUILD

BUILD has minirc on the runtime's own types, and the tools; minirc on std::mutex is built by its paraudit-clang++, with the
same flags, in BUILD/plain-locks.
Exit codes: 0 the same, 1 not, 2 something is missing."""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TOP = 5
NEAR = 0.01
KEPT = re.compile(r"^(CMAKE_BUILD_TYPE|CMAKE_(?:C|CXX)_FLAGS_\w+|LLVM_DIR):\w+=(.*)$", re.M)


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


def build_plain(build):
    """minirc on plain std::mutex, compiled with the pass; what the same pass compiled before is kept."""
    folder, plugin = build / "plain-locks", build / "lib/paraudit-pass.so"
    stamp = folder / "configured"
    if stamp.exists() and stamp.stat().st_mtime < plugin.stat().st_mtime:
        shutil.rmtree(folder)  # CMake does not know that the objects depend on the pass
    if not stamp.exists():
        same = [f"-D{name}={value}" for name, value in KEPT.findall((build / "CMakeCache.txt").read_text())]
        tools = build.resolve() / "bin"
        run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={tools}/paraudit-clang++",
             f"-DCMAKE_C_COMPILER={tools}/paraudit-clang", *same, "-DCMAKE_CXX_FLAGS=-DPARAUDIT_STD_PLAIN=1",
             "-DPARAUDIT_STD_SYNC=ON", "-DPARAUDIT_TESTS=OFF", "-DPARAUDIT_COMPONENTS=runtime;minicompiler"])
        stamp.touch()
    # ccache knows the driver, but not what the driver loads.
    run(["ninja", "-C", folder, "-j2", "minirc"], env={**os.environ, "CCACHE_EXTRAFILES": str(plugin.resolve())})
    return folder / "bin/minirc"


def is_same_program(one, other):
    """The drivers add line tables, also to the run-time library that minirc links in."""
    for program in (one, other):
        run(["llvm-strip-19", "-o", f"{program}.stripped", program])
    return pathlib.Path(f"{one}.stripped").read_bytes() == pathlib.Path(f"{other}.stripped").read_bytes()


def differences(typed, plain):
    """Lines that lead in one of the two rankings, with counts further apart than NEAR."""
    leading = {line for counts in (typed, plain) for line, _ in counts.most_common(TOP)}
    return [f"{line}: {typed[line]} and {plain[line]} acquisitions" for line in sorted(leading)
            if abs(typed[line] - plain[line]) > NEAR * max(typed[line], plain[line])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="with bin/minirc on the runtime's own types, and the tools")
    parser.add_argument("--modules", default="20")
    arguments = parser.parse_args()
    tools = arguments.build / "bin"
    for program in (tools / "minirc", tools / "minirc-gen", tools / "paraudit-report", tools / "paraudit-clang++"):
        if not os.access(program, os.X_OK):
            parser.error(f"{program} is missing; build it first")
    minircs = {"typed": tools / "minirc", "plain": build_plain(arguments.build)}
    with tempfile.TemporaryDirectory(prefix="paraudit-plain-") as folder:
        scratch = pathlib.Path(folder)
        run([tools / "minirc-gen", "--modules", arguments.modules, "--functions", "20", "--seed", "1", "-o", scratch / "crate"])
        both = [lines_of(tools, minirc, scratch / "crate", scratch, name) for name, minirc in minircs.items()]
        same_program = is_same_program(scratch / "typed", scratch / "plain")
    rankings = [sorted(counts, key=lambda line, counts=counts: (-counts[line], line))[:TOP] for counts in both]
    width = max(map(len, rankings[0] + rankings[1]), default=1)
    for typed, plain in zip(*rankings):
        print(f"{typed:{width}} {both[0][typed]:9}   {plain:{width}} {both[1][plain]:9}")
    if len(rankings[0]) < TOP:
        sys.exit("too few lines were recorded")
    if apart := differences(*both):
        sys.exit("the rankings differ:\n  " + "\n  ".join(apart))
    if not same_program:
        sys.exit("the rankings are the same, but the two compilers' executables differ")
    print(f"the same lines lead, each within {NEAR:.0%}; {sum(both[0].values())} and {sum(both[1].values())} acquisitions")


if __name__ == "__main__":
    main()
