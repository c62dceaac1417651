"""Replay against the truth: programs whose computing and critical sections sleep, so that any number of threads runs on any
machine as fast as that many cores would run it. Each is recorded at one thread, predicted, and measured."""
import json
import os
import statistics
import subprocess
import tempfile

KINDS = ("one_lock", "busy_lock", "many_locks", "skewed", "readers", "nested", "dag", "keyed")


class Truth:
    """`build` is a build directory that holds runtime_sleep_load and paraudit-report."""

    def __init__(self, build, items):
        self.program = os.path.join(build, "test-bin", "runtime_sleep_load")
        self.report = os.path.join(build, "bin", "paraudit-report")
        self.items = items
        self.stretch = 0.0  # by how much sleeps were too long, in the worst run: more than some percent on a busy machine

    def measure(self, kind, threads, shards=1, environment=None):
        """Seconds from the program's start to its end, as it says."""
        done = subprocess.run([self.program, kind, str(threads), str(self.items), str(shards)], check=True, capture_output=True,
                              text=True, env={**os.environ, **(environment or {})})
        milliseconds, stretch = map(float, done.stdout.split())
        self.stretch = max(self.stretch, stretch)
        return milliseconds / 1e3

    def predict(self, kind, counts):
        """The scaling section of a report on a one-thread timeline."""
        with tempfile.TemporaryDirectory() as directory:
            trace, document = os.path.join(directory, "trace"), os.path.join(directory, "report.json")
            self.measure(kind, 1, environment={"PARAUDIT_RECORD": "timeline", "PARAUDIT_TRACE_DIR": trace})
            done = subprocess.run([self.report, trace, "--threads", "1", "--predict-at", ",".join(map(str, counts)), "-o", document,
                                   "--quiet"], capture_output=True, text=True)
            if done.returncode > 1:
                raise RuntimeError(done.stderr)
            with open(document) as file:
                return json.load(file)["scaling"]

    def compare(self, kind, counts, rounds=1):
        """[(what, threads, predicted, measured)] in seconds; for `keyed` also what sharding was predicted to gain."""
        scaling = self.predict(kind, counts)
        rows = []
        for point in scaling["predicted"]:
            measured = statistics.median(self.measure(kind, point["threads"]) for _ in range(rounds))
            rows.append((kind, point["threads"], point["time_ns"] / 1e9, measured))
        for change in scaling["what_if"]:
            if kind == "keyed" and change["change"] == "shard" and change["ways"] in (2, 8, 32):
                measured = statistics.median(self.measure(kind, change["threads"], change["ways"]) for _ in range(rounds))
                rows.append((f"{kind}, {change['ways']} shards", change["threads"], change["time_ns"] / 1e9, measured))
        return rows
