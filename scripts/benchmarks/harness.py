"""What the benchmarks share: the build they measure, timing of whole commands in interleaved pairs, the result's form."""
import contextlib
import datetime
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "bench"
BIN = BUILD / "bin"
WORK = ROOT / "build" / "bench-work"
REAL_TIME_PRIORITY = 10


def build(targets=()):
    """Configures and builds the `bench` preset, or these of its targets; stops with the log's end when that fails."""
    WORK.mkdir(parents=True, exist_ok=True)
    for command in (["scripts/setup"], ["cmake", "--preset", "bench"],
                    ["cmake", "--build", "--preset", "bench", *(["--target", *targets] if targets else [])]):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"bench: {' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def time_once(command, environment=None, cwd=ROOT, accept=(0,)):
    """{'wall', 'cpu'} in seconds of one run, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in accept:
        sys.exit(f"bench: {' '.join(map(str, command))} exited with {done.returncode}:\n{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu}


def pairs(run_ours, run_rival, count):
    """Runs ours and the rival in turn; one warm-up of each. Returns the list of (ours, rival) samples."""
    run_ours(), run_rival()
    return [(run_ours(), run_rival()) for _ in range(count)]


def ratio_result(bar, goal, samples, key, rival_name, command):
    """A result whose value is the median over pairs of ours / rival."""
    ratios = [ours[key] / rival[key] for ours, rival in samples]
    rival = statistics.median(r[key] for _, r in samples)
    return result(bar, statistics.median(ratios), goal, "ratio", ratios, command, {f"{rival_name} ({key}, s)": rival})


@contextlib.contextmanager
def before_others():
    """What is run inside runs before all else on this machine, where the system lets it: a short compilation by some threads
    takes as long as on an idle machine then. Between two runs the others need a rest(), else the kernel gives them theirs in
    the middle of one."""
    usual = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(REAL_TIME_PRIORITY))
    except PermissionError:
        pass
    try:
        yield
    finally:
        os.sched_setscheduler(0, *usual)


def rest():
    time.sleep(0.15)


def result(bar, value, goal, unit, samples, command, rivals=None):
    """One entry of bench/results.json; `goal` is text such as '<= 0.95'."""
    spread = max(samples) - min(samples) if samples else 0.0
    return {"bar": bar, "value": value, "goal": goal, "unit": unit, "rivals": rivals or {}, "samples": samples,
            "spread": spread, "command": command, "machine": machine(), "commit": commit(),
            "date": datetime.date.today().isoformat()}


def meets(entry):
    relation, limit = re.fullmatch(r"(<=|>=|==) ([0-9.]+)", entry["goal"]).groups()
    value, limit = entry["value"], float(limit)
    return value <= limit if relation == "<=" else value >= limit if relation == ">=" else value == limit


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    return f"{platform.machine()}, {os.cpu_count()} cores, {model}"


def commit():
    return subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
