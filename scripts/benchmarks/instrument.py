"""Instrument's bars: an uncontended lock and unlock recorded by preload against the bare program and against the pass, and
what the pass adds to the compile time of LevelDB; a program without locks is as fast."""
import os
import shutil
import subprocess
from . import harness

LOOP = harness.ROOT / "testdata/instrument/lock_loop.cpp"
PLAIN = harness.ROOT / "testdata/instrument/plain_loop.cpp"
MILLIONS = "4"
PAIRS = 9


def build_loop(compiler, name, source=LOOP, flags=()):
    out = harness.WORK / name
    subprocess.run([str(compiler), "-O2", *flags, "-pthread", str(source), "-o", str(out)], check=True)
    return str(out)


def nanoseconds(command):
    """What lock_loop prints: one lock and unlock, the least of its slices."""
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=harness.WORK)
    return {"ns": float(done.stdout)}


def recorded(program):
    trace = harness.WORK / "lock_loop-trace"

    def run():
        shutil.rmtree(trace, ignore_errors=True)
        return nanoseconds([str(harness.BIN / "paraudit-record"), "-o", str(trace), "--", program, MILLIONS])
    return run


def compile_units(compiler, units, flags):
    """Compiles the units; CPU time, the least of three of each, as other work may share the machine: one compilation is up to a
    tenth off, more than the bar leaves."""
    def run():
        commands = [[str(compiler), "-O2", "-gline-tables-only", "-w", *flags, "-c", unit, "-o", "/dev/null"] for unit in units]
        return {"cpu": sum(min(harness.time_once(command)["cpu"] for _ in range(3)) for command in commands)}
    return run


def locks():
    bare = build_loop("clang++-19", "lock_loop")
    passed = build_loop(harness.BIN / "paraudit-clang++", "lock_loop-pass")
    shown = "testdata/instrument/lock_loop.cpp under paraudit record against {}"
    samples = harness.pairs(recorded(bare), lambda: nanoseconds([bare, MILLIONS]), PAIRS)
    yield harness.ratio_result("instrument.preload", "<= 1.25", samples, "ns", "pthread", shown.format("bare"))
    wrapped = build_loop("clang++-19", "lock_loop-wrapped", flags=["-fno-inline"])
    samples = harness.pairs(recorded(wrapped), lambda: nanoseconds([wrapped, MILLIONS]), PAIRS)
    yield harness.ratio_result("instrument.preload_callers", "<= 2.0", samples, "ns", "pthread",
                               shown.format("bare, both with -fno-inline: the site lies three frames up"))
    samples = harness.pairs(recorded(passed), recorded(bare), PAIRS)
    yield harness.ratio_result("instrument.pass_vs_preload", "<= 1.0", samples, "ns", "preload",
                               shown.format("the same without the pass"))


def no_locks():
    plain, plain_passed = build_loop("clang++-19", "plain_loop", PLAIN), build_loop(
        harness.BIN / "paraudit-clang++", "plain_loop-pass", PLAIN)
    samples = harness.pairs(recorded(plain_passed), lambda: nanoseconds([plain, MILLIONS]), PAIRS)
    yield harness.ratio_result("instrument.no_locks", "<= 1.02", samples, "ns", "clang++-19",
                               "testdata/instrument/plain_loop.cpp by the pass under paraudit record against bare")


def compile_time():
    source = [str(harness.ROOT / "scripts/leveldb_source")]
    units = subprocess.run([*source, "--units"], check=True, capture_output=True, text=True).stdout.split()
    units = [unit for unit in units if os.path.basename(unit) in ("db_impl.cc", "cache.cc", "env_posix.cc", "version_set.cc")]
    flags = subprocess.run([*source, "--flags"], check=True, capture_output=True, text=True).stdout.split()
    samples = harness.pairs(compile_units(harness.BIN / "paraudit-clang++", units, flags),
                            compile_units("clang++-19", units, flags), 5)
    yield harness.ratio_result("instrument.compile_time", "<= 1.03", samples, "cpu", "clang++-19",
                               "four of LevelDB's units at -O2 by paraudit-clang++ against clang++-19, the least of three each")


PARTS = {part.__name__: part for part in (locks, no_locks, compile_time)}
TARGETS = ["paraudit-record", "paraudit_preload", "paraudit-clang", "paraudit-clang++", "paraudit_pass"]


def measure(only=tuple(PARTS)):
    for name in only:
        yield from PARTS[name]()
