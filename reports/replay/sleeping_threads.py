"""Replay against the truth: programs whose computing and critical sections sleep, so that any number of threads runs on any
machine as fast as that many cores would run it. Each is recorded at one thread, predicted, and measured."""
import json
import math
import os
import statistics
import subprocess
import tempfile

REAL_TIME_PRIORITY = 10
# By how much longer sleeps may be than asked for in a recording, and in a run than in the recording: more tells of a
# machine that was too busy, or has too few cores for as many threads. Times are longer by as much.
STRETCH, FURTHER = 0.05, 0.01
TRIES = 6
RECORDINGS = 3
# Two runs at many threads differ: who steals and who comes first to a lock is left to chance. Runs are repeated until the
# standard error of their median is this small, or they are as many as this.
WELL_KNOWN = 0.004
MOST_RUNS = 25
KINDS = ("one_lock", "busy_lock", "many_locks", "skewed", "readers", "nested", "dag", "keyed", "lookups", "filled")
# What the report says of a change, and the program that a person made of it.
MENDED = {"busy_lock": {"worker_local": "busy_lock_local", "shorten": "busy_lock_half"},
          "lookups": {"reader_writer": "lookups_shared"},
          "filled": {"freeze": "filled_frozen"}}
SHARDED = ("keyed", (2, 8, 32))


def before_others():
    """The programs hardly compute: where the system lets them run before others, their sleeps end in time on a busy machine too."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(REAL_TIME_PRIORITY))
    except PermissionError:
        pass


def standard_error(times):
    """Of the median, from the middle half (of a normal distribution: 1.349 standard deviations)."""
    times = sorted(times)
    quarter = len(times) // 4
    return 1.2533 * (times[-1 - quarter] - times[quarter]) / 1.349 / math.sqrt(len(times))


class Truth:
    """`build` is a build directory that holds runtime_sleep_load and paraudit-report."""

    def __init__(self, build, items, seed=0):
        self.program = os.path.join(build, "test-bin", "runtime_sleep_load")
        self.report = os.path.join(build, "bin", "paraudit-report")
        self.items = items
        self.seed = seed  # another one: other durations, other keys
        self.recorded = {}  # kind: the stretch of its recording

    def run(self, kind, threads, shards=1, environment=None):
        """Milliseconds from the program's start to its end, and its stretch, as it says."""
        done = subprocess.run([self.program, kind, str(threads), str(self.items), str(shards), str(self.seed)], check=True,
                              capture_output=True, text=True, env={**os.environ, **(environment or {})},
                              preexec_fn=before_others)
        return tuple(map(float, done.stdout.split()))

    def record(self, kind, trace):
        """Records it at one thread; returns how long it took, and its stretch."""
        return self.run(kind, 1, 1, {"PARAUDIT_RECORD": "timeline", "PARAUDIT_TRACE_DIR": trace})

    def predict(self, kind, counts):
        """The scaling section of a report on one-thread timelines: it replays the one in the middle."""
        with tempfile.TemporaryDirectory() as directory:
            document = os.path.join(directory, "report.json")
            traces = [os.path.join(directory, f"trace{i}") for i in range(RECORDINGS)]
            self.recorded[kind] = sorted(self.record(kind, trace) for trace in traces)[RECORDINGS // 2][1]
            done = subprocess.run([self.report, *traces, "--threads", ",".join("1" * len(traces)), "--predict-at",
                                   ",".join(map(str, counts)), "-o", document, "--quiet"], capture_output=True, text=True)
            if done.returncode > 1:
                raise RuntimeError(done.stderr)
            with open(document) as file:
                return json.load(file)["scaling"]

    def measure(self, kind, program, threads, shards=1):
        """Seconds that the program takes: the median of some runs; of few threads one run is like another. None where the
        machine could not hold the sleeps as it did when `kind` was recorded."""
        most = MOST_RUNS if threads >= 8 else 1
        times = []
        for _ in range(most + TRIES):
            milliseconds, stretch = self.run(program, threads, shards)
            if stretch <= self.recorded[kind] + FURTHER:
                times.append(milliseconds / 1e3)
            if len(times) == most or (len(times) > 2 and standard_error(times) <= WELL_KNOWN * statistics.median(times)):
                return statistics.median(times)
        return statistics.median(times) if len(times) > 2 else None

    def compare(self, kind, counts):
        """[(what, threads, predicted, measured)] in seconds; also of the changes that this program knows. Measured is None
        where this machine cannot tell."""
        scaling = self.predict(kind, counts)
        points = [(kind, kind, 1, point) for point in scaling["predicted"]]
        for change in scaling["what_if"]:
            if change["change"] == "shard" and kind == SHARDED[0] and change["ways"] in SHARDED[1] and change["threads"] >= 8:
                points.append((f"{kind}, {change['ways']} shards", kind, change["ways"], change))
            elif mended := MENDED.get(kind, {}).get(change["change"]):
                points.append((mended, mended, 1, change))
        able = self.recorded[kind] <= STRETCH
        return [(what, point["threads"], point["time_ns"] / 1e9,
                 self.measure(kind, program, point["threads"], shards) if able else None) for what, program, shards, point in points]
