"""Runtime's bars: what locks cost with recording on, off and without threads, against std::mutex in the same rounds and beside
the locks of other libraries; contended throughput; the lock-order recorder at scale; the detector's cases.

Rivals are named with their unit. Abseil takes part where npm can fetch its release sources, Helgrind where valgrind is."""
import concurrent.futures
import json
import os
import random
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from . import detectors, harness

ROUNDS = 201
CONTENDED_ROUNDS = 101
THREADS = (2, 4, 8)
LOCKS, CLASSES = 1_000_000, 4096
LOG_KIB = 3 << 19  # room for all orders
KILLS = 1000
ABSEIL_PACKAGE = "re2@1.24.0"
LOCK_LOOP = harness.ROOT / "testdata/instrument/lock_loop.cpp"


def prepare():
    """Fetches a release of Abseil: npm's package re2 carries its sources."""
    target = harness.WORK / "abseil"
    if target.exists() or not shutil.which("npm"):
        return
    with tempfile.TemporaryDirectory(dir=harness.WORK) as directory:
        done = subprocess.run(["npm", "pack", ABSEIL_PACKAGE], cwd=directory, capture_output=True, text=True)
        if done.returncode == 0:
            archive = os.path.join(directory, done.stdout.split()[-1])
            subprocess.run(["tar", "-xzf", archive, "-C", directory], check=True)
            shutil.move(os.path.join(directory, "package/vendor/abseil-cpp"), target)


def record(policy, command, look=lambda traces: None, **options):
    """Runs a benchmark program under a recording policy; returns what it printed and what `look` makes of its traces."""
    traces = harness.WORK / "runtime-traces"
    shutil.rmtree(traces, ignore_errors=True)
    environment = {**os.environ, "PARAUDIT_RECORD": policy, "PARAUDIT_TRACE_DIR": str(traces), **options}
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout), look(traces)
    finally:
        shutil.rmtree(traces, ignore_errors=True)


def recorded(traces):
    """(acquisitions, contended ones, sampled holds, records) of all threads: struct paraudit_thread_header, paraudit_counter."""
    totals = [0, 0, 0, 0]
    for path in traces.glob("*/thread-*"):
        data = path.read_bytes()
        counters, slots = struct.unpack_from("<QQ", data, 24)
        for at in range(counters, counters + 64 * slots, 64):
            taken, contended, _, samples = struct.unpack_from("<QQQQ", data, at + 24)
            totals = [totals[0] + taken, totals[1] + contended, totals[2] + samples, totals[3]]
        totals[3] += struct.unpack_from("<Q", data, 64)[0]
    return totals


def log_of(path):
    """(bytes reserved, records dropped) of a trace's log: see struct paraudit_process_header."""
    with open(path, "rb") as file:
        return struct.unpack_from("<QQ", file.read(128), 72)


def costs(group, policy, rounds, **options):
    """{contender: nanoseconds, one number a round}"""
    return record(policy, [harness.BIN / "runtime_lock_cost", group, str(rounds)], **options)[0]


def ratios(samples, ours, rival):
    return [a / b for a, b in zip(samples[ours], samples[rival])]


def against(samples, base, leave_out=()):
    """The other contenders as rivals: median ratio to `base`, and base's nanoseconds."""
    rivals = {f"{base} (ns)": statistics.median(samples[base])}
    for name in samples:
        if name != base and name not in leave_out:
            rivals[f"{name} (ratio)"] = statistics.median(ratios(samples, name, base))
    return rivals


def shown(group, rounds):
    return f"runtime_lock_cost {group} {rounds}"


def ratio_bar(bar, goal, samples, ours, rival, command, rivals):
    values = ratios(samples, ours, rival)
    return harness.result(bar, statistics.median(values), goal, "ratio", values, command, rivals)


def uncontended():
    on = costs("uncontended", "count", ROUNDS)
    command = shown("uncontended", ROUNDS)
    if "absl::Mutex" not in on:
        print("bench: a rival is missing: Abseil's sources could not be fetched", file=sys.stderr)
    single = {name: values for name, values in on.items() if not name.startswith("nested ")}
    nested = {name: values for name, values in on.items() if name.startswith("nested ")}
    yield ratio_bar("runtime.uncontended", "<= 0.95", on, "ours", "std::mutex", command,
                    {**against(single, "std::mutex", ("ours",)), **tools()})
    yield ratio_bar("runtime.nested", "<= 1.0", on, "nested ours", "nested std::mutex", command,
                    against(nested, "nested std::mutex", ("nested ours",)))
    # What a nested pair costs more than two single acquisitions, each against the same without the recorder.
    chain = [(a - b) - 2 * (c - d) for a, b, c, d in zip(on["nested ours"], on["nested ours, compiled out"], on["ours"],
                                                         on["ours, compiled out"])]
    yield harness.result("runtime.known_chain_ns", statistics.median(chain), "<= 5", "ns", chain, command)
    off = costs("uncontended", "off", ROUNDS)
    yield ratio_bar("runtime.recording_off", "<= 1.02", off, "ours", "ours, compiled out", command + ", nothing recorded",
                    against({name: off[name] for name in single}, "std::mutex"))


def loop_ns(program, millions, *prefix):
    done = subprocess.run([*prefix, str(program), str(millions)], capture_output=True, text=True, check=True)
    return float(re.findall(r"[0-9.]+", done.stdout)[-1])


def tools():
    """std::mutex under ThreadSanitizer and Helgrind, against the same loop bare."""
    def build(name, *flags):
        program = harness.WORK / name
        subprocess.run(["clang++-19", "-O2", "-pthread", *flags, str(LOCK_LOOP), "-o", program], check=True)
        return program
    bare, sanitized = build("lock_loop"), build("lock_loop-tsan", "-fsanitize=thread")
    rivals = {"std::mutex, ThreadSanitizer (ratio)": loop_ns(sanitized, 2) / loop_ns(bare, 2)}
    if shutil.which("valgrind"):
        rivals["std::mutex, Helgrind (ratio)"] = loop_ns(bare, 1, "valgrind", "-q", "--tool=helgrind") / loop_ns(bare, 1)
    else:
        print("bench: rival not installed: valgrind", file=sys.stderr)
    return rivals


def timeline():
    rounds = 101
    samples = costs("timeline", "timeline", rounds, PARAUDIT_TIMELINE_RECORDS=str(1 << 22))
    yield ratio_bar("runtime.timeline", "<= 3.5", samples, "ours", "std::mutex", shown("timeline", rounds),
                    against(samples, "std::mutex", ("ours",)))


def change(samples):
    """What the recorder's code changes of the time an operation takes, one number a round."""
    return [ratio - 1 for ratio in ratios(samples, "ours", "ours, compiled out")]


def contended():
    """The worst of the thread counts is the bar's value; samples of all, in the order of THREADS."""
    changes, rivals = [], {}
    for threads in THREADS:
        samples = costs(f"contended{threads}", "count", CONTENDED_ROUNDS)
        changes.append(change(samples))
        rivals[f"{threads} threads: change"] = statistics.median(changes[-1])
        for name, value in against(samples, "std::mutex").items():
            rivals[f"{threads} threads: {name}"] = value
        off = costs(f"contended{threads}", "off", CONTENDED_ROUNDS)
        rivals[f"{threads} threads: change, nothing recorded"] = statistics.median(change(off))
    yield harness.result("runtime.contended_change", max(statistics.median(change) for change in changes), "<= 0.05", "share",
                         sum(changes, []), shown("contended{2,4,8}", CONTENDED_ROUNDS), rivals)


def fairness():
    """Of threads that all want one lock: what the least served got of an equal share, against nothing but fairness itself; what
    a writer among readers waits, against std::shared_mutex."""
    rounds = 31
    command = f"runtime_lock_fairness {rounds}"
    told = record("off", [harness.BIN / "runtime_lock_fairness", str(rounds)])[0]
    recorded_too = record("count", [harness.BIN / "runtime_lock_fairness", str(rounds)])[0]
    shares, waits = told["least_share"], told["writer_wait_us"]
    rivals = {name: statistics.median(values) for name, values in shares.items() if name != "ours"}
    yield harness.result("runtime.fair_share", statistics.median(shares["ours"]), ">= 0.5", "share", shares["ours"], command,
                         {"ours, worst round": min(shares["ours"]),
                          "ours, recorded": statistics.median(recorded_too["least_share"]["ours"]), **rivals})
    recorded_ratios = ratios(recorded_too["writer_wait_us"], "ours", "std::shared_mutex")
    yield ratio_bar("runtime.writer_wait", "<= 1.0", waits, "ours", "std::shared_mutex", command,
                    {"std::shared_mutex (us)": statistics.median(waits["std::shared_mutex"]),
                     "ours, recorded (ratio)": statistics.median(recorded_ratios),
                     **{f"{name} (ratio)": statistics.median(ratios(waits, name, "std::shared_mutex"))
                        for name in waits if name not in ("ours", "std::shared_mutex")}})


def record_size():
    """Bytes of records. Contended: of both sides, one record each as designed; whom a waiter waited for is a third."""
    def records_of(group):
        return record("count", [harness.BIN / "runtime_lock_cost", group, "11"], recorded)[1]
    reference = {"LTTng, by the reference (bytes)": 48, "Tracy, by the reference (bytes)": 96}
    taken, _, samples, records = records_of("uncontended")
    plain = 16 * (records - samples) / taken
    yield harness.result("runtime.uncontended_bytes", plain, "<= 0", "bytes", [plain], shown("uncontended", 11),
                         {"sampled holds (bytes)": 16 * samples / taken, **reference})
    waits = [16 * (records - samples) / contended
             for _, contended, samples, records in (records_of(f"contended{threads}") for threads in THREADS)]
    yield harness.result("runtime.contended_bytes", max(waits), "<= 32", "bytes", waits, shown("contended{2,4,8}", 11), reference)

    def compacted(traces):
        done = subprocess.run([harness.BIN / "paraudit-trace", "compact", str(traces)], check=True, capture_output=True, text=True)
        _, records, size = map(int, re.findall(r"[0-9]+", done.stdout))
        return size / records
    events = 4_000_000
    sizes = [record("timeline", [harness.BIN / "runtime_event_trace", str(events), str(workers)], compacted)[1] for workers in (1, 2)]
    yield harness.result("runtime.timeline_bytes", max(sizes), "<= 8", "bytes", sizes,
                         f"runtime_event_trace {events} {{1,2}}; paraudit trace compact", {"raw (bytes)": 16, **reference})


def no_sync():
    rounds = 51
    samples = costs("no_sync", "off", rounds)
    yield harness.result("runtime.nosync_ns", statistics.median(samples["ours"]), "<= 2", "ns", samples["ours"],
                         shown("no_sync", rounds), {"std::mutex (ns)": statistics.median(samples["std::mutex"])})


def scale():
    """Online: the recorder. Offline: the graph in which cycles are sought. Bytes of a lock are the worse of the two."""
    command = f"runtime_order_scale {LOCKS} {CLASSES}"
    told, (reserved, dropped) = record("count", [harness.BIN / "runtime_order_scale", str(LOCKS), str(CLASSES)],
                                       lambda traces: log_of(next(traces.glob("*/process"))),
                                       PARAUDIT_LOG_KIB=str(LOG_KIB), PARAUDIT_COUNTERS="16384")
    note = f"{command}: {told['orders']:.0f} orders, of which {dropped} found no room in the log"
    new, known, first = (told[name] / 1000 for name in ("new_order_ns", "known_order_ns", "first_acquisition_ns"))
    yield harness.result("runtime.new_edge_us", new, "<= 1", "us", [new], note,
                         {"the same orders again, out of cache (us)": known, "first acquisition of a lock (us)": first,
                          "Abseil at 10,000 locks, by the reference (us)": 58.6})
    edges = 16 * LOCKS
    done = subprocess.run([harness.BIN / "reports_order_benchmark", str(LOCKS), str(edges)], check=True, capture_output=True,
                          text=True)
    offline = json.loads(done.stdout)
    sizes = [told["bytes_per_lock"], offline["bytes_per_lock"]]
    yield harness.result("runtime.bytes_per_lock", max(sizes), "<= 160", "bytes", sizes,
                         f"{note}; reports_order_benchmark {LOCKS} {edges}",
                         {"recorder (bytes)": sizes[0], "offline graph, 16 orders each (bytes)": sizes[1],
                          "offline search (s)": offline["seconds"], "log, of an order (bytes)": reserved / told["orders"],
                          "recorder, of a thread (bytes)": told["bytes_per_thread"],
                          "Abseil, by the reference (bytes)": 540})


def cases():
    """The worst policy's number of right verdicts."""
    wanted = detectors.expected(harness.BUILD / "test-bin/runtime_detector_cases")
    judged = {policy: {case: verdict for case, (verdict, _) in detectors.ours(harness.BUILD, policy).items()}
              for policy in ("count", "timeline")}
    rivals = {"ThreadSanitizer": detectors.right(detectors.thread_sanitizer(harness.WORK), wanted)}
    helgrind = detectors.helgrind(harness.WORK)
    if helgrind:
        rivals["Helgrind"] = detectors.right(helgrind, wanted)
    counts = [detectors.right(verdicts, wanted) for verdicts in judged.values()]
    yield harness.result("runtime.detector_cases", min(counts), ">= 8", "cases", counts, "runtime_detector_cases", rivals)


def kill_once(number):
    """Kills a recorded program at a random instant. (acquisitions recorded, what went wrong with the trace or None): it must be
    readable, with at most one torn record a thread; and as each worker acquires the same locks in turn, their counts may differ
    by one a worker."""
    workers = 2
    with tempfile.TemporaryDirectory(dir=harness.WORK, prefix="kill-") as directory:
        traces, document = directory + "/trace", directory + "/report.json"
        program = subprocess.Popen([harness.BIN / "runtime_event_trace", str(10 ** 12), str(workers)], stdout=subprocess.DEVNULL,
                                   env={**os.environ, "PARAUDIT_RECORD": "count", "PARAUDIT_TRACE_DIR": traces})
        time.sleep(random.Random(number).uniform(0, 0.08))
        program.kill()
        program.wait()
        if not os.path.exists(traces) or not any(os.path.exists(f"{traces}/{name}/process") for name in os.listdir(traces)):
            return 0, None  # killed before it recorded anything
        told = subprocess.run([harness.BIN / "paraudit-report", traces, "-o", document, "--quiet"], capture_output=True, text=True)
        if told.returncode not in (0, 1):
            return 0, told.stderr
        with open(document) as file:
            report = json.load(file)
    counts = {lock["name"]: lock["acquisitions"] for lock in report["locks"]}
    uses = [counts.get(name, 0) for name in ("bench::Interner::shards", "bench::Types::table", "bench::Session::diagnostics",
                                             "bench::Session::arena")]
    if any(not 0 <= before - after <= workers for before, after in zip(uses, uses[1:])):
        return uses[0], f"lost acquisitions: {uses}"
    torn = sum(run["torn"] for run in report["runs"])
    return uses[0], f"{torn} torn records" if torn > workers + 2 else None


def kills():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(kill_once, range(KILLS)))
    faults = [fault for _, fault in ends if fault]
    at_work = sum(acquisitions != 0 for acquisitions, _ in ends)
    for fault in faults[:3]:
        print(f"bench: after a kill: {fault}", file=sys.stderr)
    survived = KILLS - len(faults)
    yield harness.result("runtime.sigkill_survived", survived, ">= 1000", "kills", [survived],
                         f"runtime_event_trace killed {KILLS} times within its first 80 ms, {at_work} times at work")


PARTS = {part.__name__: part for part in (uncontended, timeline, contended, fairness, record_size, no_sync, scale, cases, kills)}
# All that the parts run; paraudit-clang++ and the rest need Clang's libraries, these do not.
TARGETS = ["runtime_lock_cost", "runtime_order_scale", "runtime_event_trace", "runtime_detector_cases",
           "runtime_lock_fairness", "reports_order_benchmark", "paraudit-report", "paraudit-trace"]


def measure(only=tuple(PARTS)):
    for name in only:
        yield from PARTS[name]()
