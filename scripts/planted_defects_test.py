#!/usr/bin/env python3
"""Plants a cross-unit lock-order inversion and a self-deadlock in copies of LevelDB and of minirc, and expects the checker
to find both with the right witnesses.

  planted_defects_test.py BUILD_DIR     the build whose paraudit-check and compile_commands.json are used

Exit status 77 (skipped) where LevelDB's source cannot be had."""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = "paraudit-lock-order-inversion,paraudit-self-deadlock"

LEVELDB = {
    "util/logging.cc": """
#include "util/mutexlock.h"
namespace leveldb {
port::Mutex planted_a;
void PlantedTakeB();
void PlantedTakeA() { MutexLock l(&planted_a); }  // inner: a
void PlantedABeforeB() { MutexLock l(&planted_a); PlantedTakeB(); }  // outer: a
}
""",
    "util/arena.cc": """
#include "port/port.h"
#include "util/mutexlock.h"
namespace leveldb {
port::Mutex planted_b;
void PlantedTakeA();
void PlantedTakeB() { MutexLock l(&planted_b); }  // inner: b
void PlantedBBeforeA() { MutexLock l(&planted_b); PlantedTakeA(); }  // outer: b
void PlantedTwice() { MutexLock l(&planted_b); PlantedTakeB(); }  // twice
}
""",
}
MINIRC = {
    "minicompiler/mono/symbols.cpp": """
#include "runtime/sync/lock.h"
namespace minirc::mono {
paraudit::Lock<int> planted_a{0};
void planted_take_b();
void planted_take_a() { auto guard = planted_a.lock(); }  // inner: a
void planted_a_before_b() { auto guard = planted_a.lock(); planted_take_b(); }  // outer: a
}
""",
    "minicompiler/mono/partition.cpp": """
#include "runtime/sync/lock.h"
namespace minirc::mono {
paraudit::Lock<int> planted_b{0};
void planted_take_a();
void planted_take_b() { auto guard = planted_b.lock(); }  // inner: b
void planted_b_before_a() { auto guard = planted_b.lock(); planted_take_a(); }  // outer: b
void planted_twice() { auto guard = planted_b.lock(); planted_take_b(); }  // twice
}
""",
}


def relocated(database, source, copy, selected):
    """The database's units below `selected`, compiled in the copy instead of the source."""
    units = [e for e in json.loads(Path(database).read_text()) if any(f"/{s}" in e["file"] for s in selected)]
    text = json.dumps(units)
    # The copy holds sources only: what a build generated stays where it is.
    for folder in ("minicompiler", "runtime", "db", "util", "port", "table", "helpers", "include"):
        text = text.replace(f"{source}/{folder}", f"{copy}/{folder}")
    return text.replace(f"-I{source} ", f"-I{copy} ").replace(f'"-I{source}"', f'"-I{copy}"')


def plant(copy, patches):
    """Appends each patch; returns {marker: (file, line)}."""
    places = {}
    for name, text in patches.items():
        path = copy / name
        path.write_text(path.read_text() + text)
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if "  // " in line and "lanted" in line:
                places[line.split("  // ")[-1]] = (name, number)
    return places


def findings(check, copy):
    done = subprocess.run([check, "-p", copy, "--root", copy, "--checks", CHECKS, "--quiet", "--format=json", "-o", copy / "f.json"],
                          capture_output=True, text=True)
    if done.returncode != 1:
        sys.exit(f"{copy.name}: expected findings (exit 1), got exit {done.returncode}:\n{done.stderr}")
    return json.loads((copy / "f.json").read_text())["findings"]


def expect(name, found, check, place, witnesses):
    """One finding of `check` at `place` whose trace passes all `witnesses`."""
    planted = [f for f in found if f["check"] == check and (f["file"], f["line"]) == place]
    if len(planted) != 1:
        sys.exit(f"{name}: {len(planted)} findings of {check} at {place}, expected 1; all: " +
                 ", ".join(f"{f['check']} {f['file']}:{f['line']}" for f in found))
    steps = {(s["file"], s["line"]) for s in planted[0]["trace"]}
    missing = [w for w in witnesses if w not in steps]
    if missing:
        sys.exit(f"{name}: {check}: the trace {sorted(steps)} lacks {missing}")
    return planted[0]


def run(name, check, source, database, patches, selected, folders):
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary).resolve() / name
        for folder in folders:
            shutil.copytree(source / folder, copy / folder, ignore=shutil.ignore_patterns("node_modules"))
        (copy / "compile_commands.json").write_text(relocated(database, source, copy, selected))
        places = plant(copy, patches)
        found = findings(check, copy)
        # The smallest edge of the cycle is the one out of planted_a: its inner acquisition is that of planted_b.
        cycle = expect(name, found, "paraudit-lock-order-inversion", places["inner: b"],
                       [places[p] for p in ("outer: a", "inner: b", "outer: b", "inner: a")])
        threads = {s["thread"] for s in cycle["trace"]}
        if len(threads) != 2:
            sys.exit(f"{name}: the inversion's trace has threads {threads}, expected two")
        expect(name, found, "paraudit-self-deadlock", places["inner: b"], [places["twice"], places["inner: b"]])
        if len(found) != 2:
            sys.exit(f"{name}: {len(found)} findings, only the 2 planted ones expected")
        print(f"{name}: both planted defects found, nothing else")


def main():
    build = Path(sys.argv[1]).resolve()
    check = build / "bin" / "paraudit-check"
    run("minirc", check, ROOT, build / "compile_commands.json", MINIRC, ["minicompiler/mono/"], ["minicompiler", "runtime"])
    source = subprocess.run([ROOT / "scripts/leveldb_source"], capture_output=True, text=True)
    if source.returncode:
        print(source.stderr)
        sys.exit(source.returncode)
    database = subprocess.run([ROOT / "scripts/leveldb_source", "--database"], check=True, capture_output=True, text=True)
    root = Path(source.stdout.strip())
    run("leveldb", check, root, database.stdout.strip(), LEVELDB, ["db/", "util/", "port/", "table/", "helpers/"],
        ["db", "util", "port", "table", "helpers", "include"])


main()
