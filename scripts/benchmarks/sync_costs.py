"""Does the report know what synchronisation costs minirc as it comes, without any flag that asks for contention? Its
three dearest locks against those of a sampling profiler, which knows nothing of locks; then the dearest one mended
(`-Z query-cache=dense`), what the report says that this saves against what it saves."""
import collections
import json
import os
import re
import shutil
import statistics
import subprocess
from . import harness, minirc

SAMPLED_RUNS, RECORDED_RUNS, PAIRS = 20, 9, 40
TOP = 3
TARGETS = ["minirc", "minirc-gen", "paraudit-report", "paraudit-record", "paraudit_preload", "runtime_stack_sampler"]
SAMPLER = harness.BUILD / "lib" / "libruntime_stack_sampler.so"
# What a lock operation is made of, besides the compiler's atomics.
OPERATION = "runtime/sync/"
PART_OF_IT = re.compile(r"bits/atomic|/atomic$|runtime/platform/|runtime/abi/")


def command(root, *flags):
    return [minirc.MINIRC, root, "-o", str(harness.WORK / "crate.out"), "--emit", "metadata", "-Z", "threads=2", *flags]


def recorded(root):
    """The reports of some recordings at two threads, as documents."""
    documents = []
    for _ in range(RECORDED_RUNS):
        harness.rest()
        trace, document = harness.WORK / "sync-trace", harness.WORK / "sync-report.json"
        shutil.rmtree(trace, ignore_errors=True)
        subprocess.run([harness.BIN / "paraudit-record", "--calibrate", "-o", trace, "--", *command(root)], check=True, capture_output=True,
                       env={**os.environ, "PARAUDIT_SAMPLE_PERIOD": "16"})
        subprocess.run([harness.BIN / "paraudit-report", trace, "-o", document, "--quiet"], capture_output=True)
        documents.append(json.loads(document.read_text()))
    return documents


def function_name(text):
    """`find` of `minirc::query::QueryTable<Key, Value>::find(Key const&)`; templates' arguments are left out."""
    while (shorter := re.sub(r"<[^<>]*>", "", text)) != text:
        text = shorter
    return text.split("(")[0].split("::")[-1].split(" ")[-1]


def by_report(documents):
    """{lock: share of the threads' time} and {(file, function): lock}, which names the sampler's places."""
    shares, owners = collections.defaultdict(list), {}
    for document in documents:
        for lock in document["locks"]:
            shares[lock["name"]].append(lock["cost_ns"]["total"] / document["lock_costs"]["thread_time_ns"])
            for site in lock["sites"]:
                owners[os.path.basename(site["file"]), function_name(site["function"])] = lock["name"]
    return {name: statistics.median(values) for name, values in shares.items()}, owners


def sample(root):
    """[[offset in minirc, or None elsewhere]] of samples, innermost frame first."""
    file = harness.WORK / "stack-samples"
    stacks = []
    for _ in range(SAMPLED_RUNS):
        harness.rest()
        subprocess.run(command(root), check=True, env={**os.environ, "STACK_SAMPLES": str(file), "LD_PRELOAD": str(SAMPLER)})
        ranges = []
        for line in file.read_text().splitlines():
            if line.startswith("m "):
                if line.endswith("/minirc"):
                    ranges.append(tuple(int(end, 16) for end in line.split()[1].split("-")))
            else:
                first, last = min(ranges)[0], max(ranges)[1]
                frames = (int(frame, 16) for frame in line.split())
                stacks.append([frame - first if first <= frame < last else None for frame in frames])
    return stacks


def symbols(offsets):
    """{offset: [(function, file)]}, inlined functions first."""
    done = subprocess.run(["llvm-symbolizer-19", f"--obj={minirc.MINIRC}", "--inlines", "--demangle"], check=True,
                          input="\n".join(map(hex, offsets)), capture_output=True, text=True)
    found = {}
    for offset, block in zip(offsets, done.stdout.strip().split("\n\n")):
        lines = block.split("\n")
        found[offset] = [(function, place.rsplit(":", 2)[0]) for function, place in zip(lines[::2], lines[1::2])]
    return found


def lock_place(frames):
    """(file, function) of who runs a lock operation at the stack's end; None where that is something else. Frames outside of
    minirc are the system's, called by what follows."""
    inside = False
    for function, file in frames:
        if OPERATION in file:
            inside = True
        elif inside and "minicompiler/" in file:
            return os.path.basename(file), function_name(function)
        elif not inside and file and not PART_OF_IT.search(file):
            return None
    return None


def by_sampler(root, owners):
    """{lock: share of the samples}"""
    stacks = sample(root)
    found = symbols(sorted({offset for stack in stacks for offset in stack if offset is not None}))
    counts = collections.Counter()
    for stack in stacks:
        place = lock_place([frame for offset in stack for frame in found.get(offset, [("", "")])])
        if place is not None:
            counts[owners.get(place, ":".join(place))] += 1
    return {name: count / len(stacks) for name, count in counts.items()}


def dearest(shares):
    return sorted(shares, key=shares.get, reverse=True)[:TOP]


def mean_hold(hold):
    """Without the longest: a thread that lost its core for some milliseconds outweighs ten thousand holds."""
    return (hold["mean"] * hold["samples"] - hold["max"]) / (hold["samples"] - 1)


def saved_seconds(documents, lock):
    """Of all threads together, by each recording: the lock's cost, and what is done under it. Nothing of either is left."""
    uses = [next(entry for entry in document["locks"] if entry["name"] == lock) for document in documents]
    return [(use["acquisitions"] * mean_hold(use["hold_ns"]) + use["cost_ns"]["total"]) / 1e9 for use in uses]


def quartiles(what, values):
    low, middle, high = statistics.quantiles(values, n=4)
    return {what: middle, f"{what}, lower quartile": low, f"{what}, upper quartile": high}


def timed(root, *flags):
    harness.rest()
    return harness.time_once(command(root, *flags))


def measure():
    with harness.before_others():
        yield from hold_against_sampler()


def hold_against_sampler():
    root, _ = minirc.crate(minirc.CHECK_MODULES)
    documents = recorded(root)
    reported, owners = by_report(documents)
    sampled = by_sampler(root, owners)
    both = set(dearest(reported)) & set(dearest(sampled))
    shown = minirc.shown(minirc.CHECK_MODULES, "--emit metadata -Z threads=2")
    yield harness.result("reports.sync_top3", len(both), f">= {TOP}", "locks", [len(both)],
                         f"the report's dearest locks among the sampler's, {SAMPLED_RUNS} sampled runs of {shown}",
                         {f"{who}: {name}": shares[name] for who, shares in (("report", reported), ("sampler", sampled))
                          for name in dearest(shares)})
    lock = "minirc::query::QueryTable::cache_"
    samples = harness.pairs(lambda: timed(root), lambda: timed(root, "-Z", "query-cache=dense"), PAIRS)
    # A thread that is idle saves nothing: the run gets shorter by the share of what the threads are busy with.
    busy = statistics.median(sharded["cpu"] for sharded, _ in samples)
    predicted = quartiles("predicted", [seconds / busy for seconds in saved_seconds(documents, lock)])
    savings = [1 - dense["wall"] / sharded["wall"] for sharded, dense in samples]
    yield harness.result("reports.mending", abs(statistics.median(savings) - predicted["predicted"]), "<= 0.05", "share of the time", savings,
                         f"{shown}, against -Z query-cache=dense, which takes {lock} away",
                         predicted | quartiles("measured", savings))
