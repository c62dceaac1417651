#!/usr/bin/env python3
"""What the demo prints between its steps.

  demo_summary.py findings NAME FINDINGS_JSON   what an audit saw and found, in four lines
  demo_summary.py output CRATE_DIR STDOUT       compares the compiled crate's output with rustc's, or with the recorded one
  demo_summary.py predictions REPORT_JSON       predicted times of minirc at two threads, with and without shards, and measured ones
  demo_summary.py sharding BUILD_DIR            the same at eight threads, of a program that sleeps, so that two cores can show it
"""
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

THREADS, SLEEPING_THREADS, WAYS = 2, 8, 32
RECORDED = Path(__file__).resolve().parent.parent / "testdata" / "demo" / "crate.stdout"


def findings(name, path):
    document = json.loads(Path(path).read_text())
    seen = document["analysis"]
    print(f"{name}: {seen['units']} units ({seen['units_failed']} failed), {seen['functions']} functions, "
          f"{seen['parallel_entries']} parallel entries, {seen['unresolved_calls']} unresolved calls")
    shared = [s for s in document["shared_state"] if s["synchronization"]["kind"] == "none"]
    print(f"  shared state: {len(document['shared_state'])} objects, {len(shared)} of them unsynchronised; "
          f"locks: {len(document['locks'])} classes; nested pairs: {len(document['lock_order']['edges'])}")
    by_check = Counter((f["severity"], f["check"]) for f in document["findings"])
    for (severity, check), count in sorted(by_check.items()):
        print(f"  {count:4} {severity:8} {check}")
    if seen["units_failed"]:
        sys.exit(1)


def rustc_output(crate):
    """What the crate prints when rustc compiled it; None where there is no rustc."""
    if not shutil.which("rustc"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "program"
        subprocess.run(["rustc", "-Awarnings", Path(crate) / "main.rs", "-o", program], check=True)
        return subprocess.run([program], check=True, capture_output=True).stdout


def output(crate, stdout):
    ours = Path(stdout).read_bytes()
    oracle = rustc_output(crate)
    source = "rustc's"
    if oracle is None:
        oracle, source = RECORDED.read_bytes(), "the recorded output of rustc's"
    digest = hashlib.sha256(ours).hexdigest()[:16]
    if ours != oracle:
        sys.exit(f"the program prints something else than {source} build of the same crate (sha256 {digest})")
    last = ours.decode().splitlines()[-1]
    print(f"the program runs and prints what {source} build prints: {ours.count(10)} lines, ending in '{last}'")


def compared(what, predicted, measured):
    print(f"  {what:62} predicted {predicted:7.3f} s, measured {measured:7.3f} s ({predicted / measured - 1:+.1%})")


def time_at(points, threads):
    return next((point["time_ns"] / 1e9 for point in points if point["threads"] == threads), None)


def held_against_measured(scaling):
    """(what, predicted, measured, note) of the replay of each one-thread timeline against the runs at two threads; of sharding
    what one lock waits for most against the configuration that has shards. A time is None where there is none."""
    measured = {series["configuration"]: time_at(series["measured"], THREADS) for series in scaling["series"]}
    for prediction in scaling["predictions"]:
        configuration = prediction["configuration"]
        yield f"{configuration}, {THREADS} threads", time_at(prediction["predicted"], THREADS), measured[configuration], ""
        sharded = configuration.replace(" -Z shards=1", "")
        gains = [change for change in prediction["what_if"] if change["change"] == "shard" and change["ways"] == WAYS]
        if sharded == configuration or not gains:
            continue
        most = max(gains, key=lambda change: (change["threads"], change["gain"]))
        there = next((change for change in gains if (change["lock"], change["threads"]) == (most["lock"], THREADS)), None)
        if there is None:
            sys.exit(f"the report tried no change of {most['lock']} at {THREADS} threads")
        yield (f"  with {most['lock']} in {WAYS} shards", there["time_ns"] / 1e9, measured[sharded],
               f"at {most['threads']} threads that would save {most['gain']:.1%}; at {THREADS} it saves {there['gain']:.1%}")


def predictions(path):
    for what, predicted, measured, note in held_against_measured(json.loads(Path(path).read_text())["scaling"]):
        compared(what, predicted, measured)
        if note:
            print(f"    ({note})")


def sharding(build):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reports" / "replay"))
    from sleeping_threads import Truth
    truth = Truth(build, items=256)
    for what, threads, predicted, measured in truth.compare("keyed", [SLEEPING_THREADS]):
        shards = what.removeprefix("keyed").strip(", ") or "1 shard"
        if measured is None:
            print(f"  sleeping threads, {shards}, {threads} threads: the machine was too busy to sleep for as long as asked")
        else:
            compared(f"sleeping threads, {shards}, {threads} threads", predicted, measured)


if __name__ == "__main__":
    {"findings": findings, "output": output, "predictions": predictions, "sharding": sharding}[sys.argv[1]](*sys.argv[2:])
