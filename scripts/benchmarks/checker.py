"""The checker's bars, on code that others wrote: LLVM's lib/Analysis (100 KLOC), RE2 with Abseil, LevelDB, and minirc.

Processor time of a cold run against Clang's own syntax check of the same units at the same -j; after an edit of one
file; the link phase; the inventory of static objects against the symbols that a compiler emitted; the guards that are
inferred against those that authors declared."""
import json
import re
import shlex
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from . import harness

JOBS = 2
CHECK = harness.BIN / "paraudit-check"


def script_lines(script, *arguments):
    return subprocess.run([harness.ROOT / "scripts" / script, *arguments], check=True, capture_output=True,
                          text=True).stdout.split()


def database_of(project):
    if project == "leveldb":
        return script_lines("leveldb_source", "--database")[0]
    return script_lines("corpus_source", project, "--database")[0]


def entries_of(database):
    return json.loads(Path(database).read_text())


def arguments_of(entry):
    return entry.get("arguments") or shlex.split(entry["command"])


def flags_of(entry):
    return [a for a in arguments_of(entry)[1:] if a.startswith(("-D", "-I", "-std", "-f", "-W", "-isystem"))]


def syntax_only_script(database, name):
    """A command that runs clang++-19 -fsyntax-only over the database's units, JOBS at a time."""
    listed, script = harness.WORK / f"syntax_{name}.txt", harness.WORK / f"syntax_{name}.sh"
    listed.write_text("".join(f"cd '{e['directory']}' && clang++-19 {' '.join(flags_of(e))} -w -fsyntax-only '{e['file']}'\n"
                              for e in entries_of(database)))
    script.write_text(f"tr '\\n' '\\0' < '{listed}' | xargs -0 -P {JOBS} -I{{}} sh -c '{{}}'\n")
    return ["sh", str(script)]


def check(database, *more):
    return [str(CHECK), "-p", str(Path(database).parent), "-j", str(JOBS), "--quiet", "--format=json", "-o",
            str(harness.WORK / "findings.json"), *more]


def timed(command):
    # Exit code 1 says that there are findings at error level.
    return harness.time_once(command, accept=(0, 1))


def cold(database, name, rounds):
    """Pairs of our cold run and the syntax check. No warm-up: on a project of this size a run warms what it needs."""
    syntax = syntax_only_script(database, name)
    return [(timed(check(database)), harness.time_once(syntax)) for _ in range(rounds)]


def editable_copy(database):
    """A database whose first unit is a copy that may be edited; the original file stays as it is."""
    entries = entries_of(database)
    folder = harness.WORK / "edited"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    first = entries[0]
    copy = folder / Path(first["file"]).name
    shutil.copy(first["file"], copy)
    first["arguments"] = [str(copy) if a == first["file"] else a for a in arguments_of(first)]
    first["arguments"].insert(1, f"-I{Path(first['file']).parent}")
    first["file"] = str(copy)
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    return folder / "compile_commands.json", copy


def fill(database):
    """The facts of all units in a new directory, which is a cache, too."""
    facts = harness.WORK / "facts"
    shutil.rmtree(facts, ignore_errors=True)
    subprocess.run([harness.BIN / "paraudit-facts", "-p", Path(database).parent, "-o", facts, "--quiet", "-j", str(JOBS)],
                   check=True)
    return facts


def edit(database, unit, facts, cold_samples):
    """(run after an edit of one file, cold run of the same units)"""
    samples = []
    for number in range(3):
        with open(unit, "a") as out:
            out.write(f"int paraudit_edit_{number};\n")
        samples.append((timed(check(database, f"--cache-dir={facts}")), cold_samples[0][0]))
    return samples


def link(database, facts):
    """KLOC of the project's own files that its units read, per second of linking (load included)."""
    root, files = entries_of(database)[-1]["directory"], set()
    for record in (facts / "units").iterdir():
        files.update(line.split(" ", 2)[2] for line in record.read_text().splitlines() if line.startswith("r "))
    lines = sum(Path(f).read_bytes().count(b"\n") for f in files if f.startswith(root))
    command = [str(CHECK), "--link", str(facts), "--quiet", "--format=json", "-o", str(harness.WORK / "linked.json")]
    return lines / 1000, [timed(command) for _ in range(3)]


def compile_objects(name, database):
    """One object a unit, kept from run to run."""
    folder = harness.WORK / f"objects-{name}"
    folder.mkdir(exist_ok=True)

    def one(numbered):
        number, entry = numbered
        out = folder / f"{number}.o"
        if not out.exists():
            subprocess.run(["clang++-19", *flags_of(entry), "-w", "-O0", "-c", entry["file"], "-o", out],
                           cwd=entry["directory"], check=True)
        return str(out)

    with ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(one, enumerate(entries_of(database))))


def minirc_database():
    """minirc's own entries of the build, without tests, and the objects that the build made of them."""
    entries = [e for e in entries_of(harness.BUILD / "compile_commands.json")
               if "/minicompiler/" in e["file"] and e["file"].endswith(".cpp") and not e["file"].endswith("_test.cpp")]
    folder = harness.WORK / "minirc-database"
    folder.mkdir(exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    outputs = [arguments_of(e)[arguments_of(e).index("-o") + 1] for e in entries]
    return folder / "compile_commands.json", [str(Path(e["directory"]) / o) for e, o in zip(entries, outputs)]


def inventory(database, objects, *more):
    """(writable symbols, explained ones, objects of the inventory without a symbol)"""
    done = subprocess.run([CHECK, "-p", Path(database).parent, "-j", str(JOBS), "--quiet", *more, "--prove-complete", *objects],
                          capture_output=True, text=True)
    counts = re.search(r"(\d+) writable symbols, (\d+) explained", done.stdout)
    extras = re.search(r"(\d+) objects of the inventory without", done.stdout)
    if not counts or not extras:
        raise SystemExit(f"bench: no inventory of {database}: {done.stderr.strip()[-1000:]}")
    return int(counts.group(1)), int(counts.group(2)), int(extras.group(1))


def measure_inventory(llvm, facts):
    found = {"llvm": inventory(llvm, compile_objects("llvm", llvm), f"--cache-dir={facts}")}
    for name in ("re2", "leveldb"):
        found[name] = inventory(database_of(name), compile_objects(name, database_of(name)))
    found["minirc"] = inventory(*minirc_database())
    shown = "paraudit check --prove-complete on " + ", ".join(
        f"{name} ({symbols} symbols, {symbols - explained} unexplained, {extras} extras)"
        for name, (symbols, explained, extras) in found.items())
    recalls = [explained / symbols for symbols, explained, _ in found.values()]
    extras = [extra / symbols for symbols, _, extra in found.values()]
    # The worst of the projects.
    yield harness.result("checker.inventory_recall", min(recalls), ">= 0.999", "ratio", recalls, shown)
    yield harness.result("checker.inventory_extras", max(extras), "<= 0.01", "ratio", extras, shown)


def guards():
    command = [harness.ROOT / "scripts" / "guard_agreement.py", "--check", str(CHECK), "-j", str(JOBS)]
    done = subprocess.run(command, capture_output=True, text=True)
    counts = re.search(r"^all: (\d+) annotated fields, ([0-9.]+) agree .*, ([0-9.]+) contradict", done.stdout, re.M)
    if not counts:
        raise SystemExit(f"bench: guard_agreement.py exited with {done.returncode}: {done.stderr.strip()}")
    shown = f"scripts/guard_agreement.py, {counts.group(1)} annotated fields of LevelDB, RE2 and Abseil"
    for bar, goal, value in (("agree", ">= 0.9", counts.group(2)), ("contradict", "<= 0.02", counts.group(3))):
        yield harness.result(f"checker.guards_{bar}", float(value), goal, "ratio", [float(value)], shown)


RIVAL = "clang++-19 -fsyntax-only"
COLD = f"paraudit check -p PROJECT -j {JOBS} against {RIVAL} of the same units, {JOBS} at a time; "


def cold_leveldb():
    samples = cold(database_of("leveldb"), "leveldb", 5)
    yield harness.ratio_result("checker.cold_leveldb", "<= 0.6", samples, "cpu", RIVAL, COLD + "LevelDB")
    yield harness.ratio_result("checker.cold_leveldb_wall", "<= 1.0", samples, "wall", RIVAL, COLD + "LevelDB")


def large():
    llvm = database_of("llvm")
    samples = cold(llvm, "llvm", 1)
    yield harness.ratio_result("checker.cold", "<= 0.6", samples, "cpu", RIVAL, COLD + "LLVM lib/Analysis")
    yield harness.ratio_result("checker.cold_wall", "<= 1.0", samples, "wall", RIVAL, COLD + "LLVM lib/Analysis")
    editable, unit = editable_copy(llvm)
    facts = fill(editable)
    kloc, runs = link(editable, facts)
    rates = sorted(kloc / run["wall"] for run in runs)
    yield harness.result("checker.link_kloc_per_s", rates[len(rates) // 2], ">= 50", "KLOC/s", rates,
                         f"paraudit link FACTS, LLVM lib/Analysis and its headers ({kloc:.0f} KLOC)")
    yield from measure_inventory(editable, facts)
    yield harness.ratio_result("checker.one_file_edit", "<= 0.05", edit(editable, unit, facts, samples), "cpu", "cold run",
                               "paraudit check --cache-dir, LLVM lib/Analysis, after an edit of one unit")


def precision():
    """Nothing is measured here: what two judges said is counted."""
    command = ["scripts/judge", "tally", "testdata/checker/judged.json"]
    done = subprocess.run(command, cwd=harness.ROOT, capture_output=True, text=True, check=True)
    for kind, goal in (("order", ">= 0.85"), ("other", ">= 0.75")):
        right, total = map(int, re.search(rf"^{kind}\s+(\d+) of\s+(\d+)", done.stdout, re.M).groups())
        yield harness.result(f"checker.precision_{kind}", right / total, goal, "ratio", [right / total],
                             f"{' '.join(command)}: {right} of {total}")


PARTS = {part.__name__: part for part in (cold_leveldb, large, guards, precision)}
TARGETS = ["paraudit-check", "paraudit-facts", "paraudit-link", "minirc", "minirc-gen"]


def measure(only=tuple(PARTS)):
    for name in only:
        yield from PARTS[name]()
