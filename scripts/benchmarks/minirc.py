"""minirc's bars on a generated crate of 30,000 lines: end-to-end speed at one thread, and the gain of a second one."""
import re
import statistics
import subprocess
from . import harness

PAIRS = 5


def crate():
    """Generates the crate; returns its root file and its number of lines."""
    folder = harness.WORK / "crate"
    done = subprocess.run([harness.BIN / "minirc-gen", "--modules", "24", "--functions", "60", "--seed", "1", "-o", folder],
                          check=True, capture_output=True, text=True)
    return str(folder / "main.rs"), int(re.match(r"(\d+) lines", done.stdout).group(1))


def measure():
    root, lines = crate()
    output = str(harness.WORK / "crate.out")

    def run(threads):
        return harness.time_once([str(harness.BIN / "minirc"), root, "-o", output, "-Z", f"threads={threads}"])

    samples = harness.pairs(lambda: run(1), lambda: run(2), PAIRS)
    speeds = [lines / 1000 / one["wall"] for one, _ in samples]
    command = "minirc main.rs -O0 on `minirc-gen --modules 24 --functions 60 --seed 1`"
    yield harness.result("minirc.build_klines_per_s", statistics.median(speeds), ">= 35", "klines/s", speeds, command)
    gains = [one["wall"] / two["wall"] for one, two in samples]
    yield harness.result("minirc.speedup_2", statistics.median(gains), ">= 1.7", "ratio", gains,
                         command + ", -Z threads=1 against -Z threads=2")
