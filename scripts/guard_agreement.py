#!/usr/bin/env python3
"""How well guards are inferred, judged by the guards that authors wrote down.

Fields of classes that say which lock guards them (`guarded_by`) are the answers: `paraudit check` runs once with
Clang's thread safety attributes, and once with all of them hidden, so that only the accesses are left to infer from.
The program is LevelDB 1.23, RE2 and Abseil, each by itself; a field of which no access is seen is not judged.

Prints, for each project and in all: annotated fields, those that agree, those without an inferred guard, those that
contradict (another lock was inferred), and each field that does not agree.

Example: scripts/guard_agreement.py --check build/dev/bin/paraudit-check

Exit codes: 0 the bars hold (>= 0.9 agree, <= 0.02 contradict); 1 they do not; 2 bad usage or a run that failed; 77 the
sources are out of reach.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECTS = ("leveldb", "re2")
AGREE, CONTRADICT = 0.9, 0.02
SKIPPED = 77
# Attributes, old and new names, that say what is locked where. Macros of these names make `__attribute__((x(y)))` an
# empty list whatever the project's own macros are called.
WITH_ARGUMENTS = """guarded_by pt_guarded_by acquired_before acquired_after lock_returned locks_excluded
    exclusive_locks_required shared_locks_required exclusive_lock_function shared_lock_function unlock_function
    exclusive_trylock_function shared_trylock_function assert_exclusive_lock assert_shared_lock
    requires_capability requires_shared_capability acquire_capability acquire_shared_capability
    release_capability release_shared_capability release_generic_capability try_acquire_capability
    try_acquire_shared_capability assert_capability assert_shared_capability""".split()
WITHOUT_ARGUMENTS = ("lockable", "scoped_lockable", "guarded_var", "pt_guarded_var", "no_thread_safety_analysis")


def hiding_flags():
    # `__has_attribute(lockable)` has to stay a question: these become another attribute that says nothing.
    return [f"-D{name}(...)=" for name in WITH_ARGUMENTS] + [f"-D{name}=unused" for name in WITHOUT_ARGUMENTS]


def fail(code, message):
    print(f"guard_agreement: {message}", file=sys.stderr)
    raise SystemExit(code)


def database(project):
    done = subprocess.run([ROOT / "scripts" / "corpus_source", project, "--database"], capture_output=True, text=True)
    if done.returncode:
        fail(done.returncode if done.returncode == SKIPPED else 2, done.stderr.strip())
    return Path(done.stdout.strip())


def fields(check, folder, out, jobs, extra):
    """Fields of classes, by name: their `synchronization`."""
    flags = [argument for flag in extra for argument in ("--extra-arg", flag)]
    done = subprocess.run([check, "-p", folder, "-j", str(jobs), "--quiet", "--format=json", "-o", out, *flags],
                          capture_output=True, text=True)
    if done.returncode not in (0, 1):
        fail(2, f"{check} exited with {done.returncode}: {done.stderr.strip()[-2000:]}")
    return {state["id"]: state["synchronization"] for state in json.loads(Path(out).read_text())["shared_state"]
            if state["kind"] == "field"}


def judge(check, project, jobs):
    """(field, declared guard, inferred guard or None) of each annotated field."""
    folder = database(project).parent
    with tempfile.TemporaryDirectory() as scratch:
        declared = fields(check, folder, Path(scratch) / "declared.json", jobs, [])
        hidden = fields(check, folder, Path(scratch) / "hidden.json", jobs, hiding_flags())
    if any(found["source"] == "declared" for found in hidden.values()):
        fail(2, f"{project}: an attribute was not hidden")
    return [(name, found["guard"], hidden.get(name, {}).get("guard")) for name, found in sorted(declared.items())
            if found["source"] == "declared"]


def counts(judged):
    """(annotated, agreeing, without a guard, contradicting)"""
    agree = sum(inferred == declared for _, declared, inferred in judged)
    missing = sum(inferred is None for _, _, inferred in judged)
    return len(judged), agree, missing, len(judged) - agree - missing


def show(title, judged):
    print("{}: {} annotated fields, {} agree, {} without a guard, {} contradict".format(title, *counts(judged)))
    for name, declared, inferred in judged:
        if declared != inferred:
            print(f"  {name}: declared {declared}, inferred {inferred or 'none'}")


def measure(check, jobs):
    """(shares that agree, shares that contradict, fields), of all projects together."""
    judged = []
    for project in PROJECTS:
        found = judge(check, project, jobs)
        show(project, found)
        judged += found
    total, agree, _, contradict = counts(judged)
    if total == 0:
        fail(2, "no annotated field was found")
    return agree / total, contradict / total, total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", default=ROOT / "build" / "release" / "bin" / "paraudit-check", type=Path,
                        help="the program to judge (%(default)s)")
    parser.add_argument("-j", "--jobs", default=2, type=int, help="units at a time (%(default)s)")
    arguments = parser.parse_args()
    if not arguments.check.is_file():
        parser.error(f"{arguments.check} does not exist; build paraudit-check, or name it with --check")
    agree, contradict, total = measure(arguments.check, arguments.jobs)
    print(f"all: {total} annotated fields, {agree:.3f} agree (>= {AGREE}), {contradict:.3f} contradict (<= {CONTRADICT})")
    return 0 if agree >= AGREE and contradict <= CONTRADICT else 1


if __name__ == "__main__":
    sys.exit(main())
