"""The report's bars, on a timeline recording of ten million events: decoding and aggregating it on one core, the whole way
from trace to JSON and page, the page's size. Replay's error on programs that sleep, and its speed. What locks cost minirc."""
import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from . import harness, minirc, sync_costs

sys.path.insert(0, str(harness.ROOT / "reports" / "replay"))
import demo_summary  # noqa: E402
import sleeping_threads  # noqa: E402

EVENTS = 10_000_000
ROUNDS = 3
SLEEP_ITEMS = 1024
SLEEP_COUNTS = [2, 4, 8, 16, 32, 64]
PREDICTED_RUNS = 9
REPLAYED_MODULES = 16  # one run takes less than a second: as long as the kernel lets it run before others
REPLAY_WORKERS = (8, 2, 64)  # the first is the bar's


def record():
    """Records the program; returns the trace directory. 160 MB."""
    directory = harness.WORK / "ten_million"
    shutil.rmtree(directory, ignore_errors=True)
    environment = {"PARAUDIT_RECORD": "timeline", "PARAUDIT_TRACE_DIR": str(directory), "PARAUDIT_TIMELINE_RECORDS": str(1 << 24)}
    subprocess.run([harness.BIN / "runtime_event_trace", str(EVENTS)], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, **environment})
    return str(directory)


def replay_speed():
    speeds = {}
    for workers in REPLAY_WORKERS:
        done = subprocess.run([harness.BIN / "reports_replay_benchmark", str(workers), "7"], check=True, capture_output=True, text=True)
        timed = json.loads(done.stdout)
        speeds[workers] = [timed["operations"] / 1e6 / seconds for seconds in timed["seconds"]]
    first, *others = REPLAY_WORKERS
    yield harness.result("reports.replay_mops", statistics.median(speeds[first]), ">= 20", "M lock operations/s", speeds[first],
                          f"reports_replay_benchmark {first} 7", {f"{n} workers": statistics.median(speeds[n]) for n in others})


def replay_error():
    """The worst error over all programs and counts; each kind of change is among them. Where this machine could not hold the
    sleeps of as many threads, there is nothing to compare with: such points are left out and counted."""
    truth = sleeping_threads.Truth(str(harness.BUILD), SLEEP_ITEMS)
    errors = {}
    left_out = 0
    for kind in sleeping_threads.KINDS:
        for what, threads, predicted, measured in truth.compare(kind, SLEEP_COUNTS):
            if measured is None:
                left_out += 1
            else:
                errors[f"{what} at {threads}"] = abs(predicted / measured - 1)
    worst = max(errors, key=errors.get)
    yield harness.result("reports.replay_error", errors[worst], "<= 0.05", "relative", list(errors.values()),
                          f"reports/replay/sleeping_threads.py, {SLEEP_ITEMS} items; worst: {worst}",
                          {"median of all": statistics.median(errors.values()), "points left out": left_out})


def minirc_two_threads():
    """The demo's story in numbers: minirc as it comes and with one shard, replayed from one thread and run on two."""
    root, _ = minirc.crate(REPLAYED_MODULES)
    folder = harness.WORK / "two-threads"
    shutil.rmtree(folder, ignore_errors=True)
    traces = []

    def record(threads, policy, flags):
        traces.append(str(folder / str(len(traces))))
        harness.rest()
        subprocess.run([harness.BIN / "paraudit-record", "-o", traces[-1], *policy, "--",
                        *minirc.compile_command(root, threads, *flags)], check=True, capture_output=True)

    with harness.before_others():
        for _ in range(PREDICTED_RUNS):
            for flags in ([], ["-Z", "shards=1"]):
                record(1, ["--timeline"], flags)
                record(1, [], flags)
                record(2, [], flags)
    subprocess.run([harness.BIN / "paraudit-report", *traces, "-o", folder / "report.json", "--quiet"], capture_output=True)
    scaling = json.loads((folder / "report.json").read_text())["scaling"]
    errors = {what.strip(): predicted / measured - 1 for what, predicted, measured, _ in demo_summary.held_against_measured(scaling)}
    yield harness.result("reports.minirc_two_threads", max(map(abs, errors.values())), "<= 0.10", "relative", list(errors.values()),
                         f"replay against the median of {PREDICTED_RUNS} runs of " + minirc.shown(REPLAYED_MODULES, "-Z threads=2"), errors)


def decode_and_render(directory):
    done = subprocess.run([harness.BIN / "reports_decode_benchmark", directory, str(ROUNDS)], check=True,
                          capture_output=True, text=True)
    decoded = json.loads(done.stdout)
    speeds = [decoded["bytes"] / 1e9 / seconds for seconds in decoded["seconds"]]
    recorded = (f"on a timeline trace of {decoded['records']} records, {decoded['contended']} contended "
                f"(runtime_event_trace {EVENTS})")
    yield harness.result("reports.decode_gb_per_s", statistics.median(speeds), ">= 1", "GB/s", speeds,
                         f"reports_decode_benchmark {recorded}", {"babeltrace2, by the reference": 0.0064})
    page, document = str(harness.WORK / "ten_million.html"), str(harness.WORK / "ten_million.json")
    command = [str(harness.BIN / "paraudit-report"), directory, "-o", document, "-o", page, "--quiet"]
    harness.time_once(command, accept=(0, 1))
    walls = [harness.time_once(command, accept=(0, 1))["wall"] for _ in range(ROUNDS)]
    yield harness.result("reports.ten_million_events_s", statistics.median(walls), "<= 3", "s", walls,
                         f"paraudit-report to JSON and page {recorded}",
                         {"peak resident, the mapped trace included (MB)": minirc.peak_kib(command, accept=(0, 1)) / 1e3,
                          "trace on disk (MB)": sum(file.stat().st_blocks * 512 for file in Path(directory).rglob("*")) / 1e6})
    size = os.path.getsize(page) / 1e6
    yield harness.result("reports.page_mb", size, "<= 2", "MB", [size], f"the page of paraudit-report {recorded}")


def trace():
    directory = record()
    try:
        yield from decode_and_render(directory)
    finally:
        shutil.rmtree(directory)


PARTS = {part.__name__: part for part in (trace, replay_speed, replay_error, minirc_two_threads)} | {"sync_costs": sync_costs.measure}
TARGETS = ["reports_decode_benchmark", "reports_replay_benchmark", "runtime_event_trace", "runtime_sleep_load", "paraudit-report",
           "paraudit-record", *sync_costs.TARGETS]


def measure(only=tuple(PARTS)):
    for name in only:
        yield from PARTS[name]()
