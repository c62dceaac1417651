"""Runtime's bars: what an uncontended lock costs with recording on, off and without threads, against std::mutex in the same
run. The program does the pairing itself: a slice is too short to be a process."""
import json
import subprocess
from . import harness

PAIRS = 201


def measure():
    out = harness.WORK / "runtime_locks.json"
    command = [str(harness.BIN / "runtime_lock_benchmark"), "--pairs", str(PAIRS), "--json", str(out)]
    subprocess.run(command, check=True, cwd=harness.WORK, stdout=subprocess.DEVNULL)
    shown = f"runtime_lock_benchmark --pairs {PAIRS}"
    for entry in json.loads(out.read_text()):
        yield harness.result(entry["bar"], entry["value"], entry["goal"], entry["unit"], entry["samples"], shown,
                             entry["rivals"])
