"""Replay against the truth: programs whose computing and critical sections sleep, so that any number of threads runs on any
machine as fast as that many cores would run it. Each is recorded at one thread, predicted, and measured."""
import json
import os
import shutil
import statistics
import subprocess
import tempfile

REAL_TIME_PRIORITY = 10
STRETCH = 0.05  # sleeps that are longer tell of a machine that was too busy, or has too few cores for as many threads
TRIES = 4
KINDS = ("one_lock", "busy_lock", "many_locks", "skewed", "readers", "nested", "dag", "keyed")


def before_others():
    """The programs hardly compute: where the system lets them run before others, their sleeps end in time on a busy machine too."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(REAL_TIME_PRIORITY))
    except PermissionError:
        pass


class Truth:
    """`build` is a build directory that holds runtime_sleep_load and paraudit-report."""

    def __init__(self, build, items):
        self.program = os.path.join(build, "test-bin", "runtime_sleep_load")
        self.report = os.path.join(build, "bin", "paraudit-report")
        self.items = items
        self.disturbed = set()  # (kind, threads) of runs whose sleeps were too long, however often they were tried

    def measure(self, kind, threads, shards=1, environment=None):
        """Seconds from the program's start to its end, as it says. A run whose sleeps were too long is taken again."""
        for _ in range(TRIES):
            milliseconds, stretch = self.run(kind, threads, shards, environment)
            if stretch <= STRETCH:
                return milliseconds / 1e3
        self.disturbed.add((kind, threads))
        return milliseconds / 1e3

    def run(self, kind, threads, shards, environment):
        done = subprocess.run([self.program, kind, str(threads), str(self.items), str(shards)], check=True, capture_output=True,
                              text=True, env={**os.environ, **(environment or {})}, preexec_fn=before_others)
        return tuple(map(float, done.stdout.split()))

    def predict(self, kind, counts):
        """The scaling section of a report on a one-thread timeline."""
        with tempfile.TemporaryDirectory() as directory:
            trace, document = os.path.join(directory, "trace"), os.path.join(directory, "report.json")
            for _ in range(TRIES):
                shutil.rmtree(trace, ignore_errors=True)
                if self.run(kind, 1, 1, {"PARAUDIT_RECORD": "timeline", "PARAUDIT_TRACE_DIR": trace})[1] <= STRETCH:
                    break
            else:
                self.disturbed.add((kind, 1))
            done = subprocess.run([self.report, trace, "--threads", "1", "--predict-at", ",".join(map(str, counts)), "-o", document,
                                   "--quiet"], capture_output=True, text=True)
            if done.returncode > 1:
                raise RuntimeError(done.stderr)
            with open(document) as file:
                return json.load(file)["scaling"]

    def typical(self, kind, threads, shards=1):
        """The median of some runs: at many threads they are short, and who comes first to a lock differs."""
        rounds = 1 if threads < 8 else 3 if threads < 32 else 7
        return statistics.median(self.measure(kind, threads, shards) for _ in range(rounds))

    def compare(self, kind, counts):
        """[(what, threads, predicted, measured)] in seconds; for `keyed` also what sharding was predicted to gain."""
        scaling = self.predict(kind, counts)
        rows = []
        for point in scaling["predicted"]:
            measured = self.typical(kind, point["threads"])
            rows.append((kind, point["threads"], point["time_ns"] / 1e9, measured))
        for change in scaling["what_if"]:
            if kind == "keyed" and change["change"] == "shard" and change["ways"] in (2, 8, 32) and change["threads"] >= 8:
                measured = self.typical(kind, change["threads"], change["ways"])
                rows.append((f"{kind}, {change['ways']} shards", change["threads"], change["time_ns"] / 1e9, measured))
        return rows
