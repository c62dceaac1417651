#!/usr/bin/env python3
"""What the demo prints between its steps.

  demo_summary.py findings NAME FINDINGS_JSON   what an audit saw and found, in four lines
  demo_summary.py output CRATE_DIR STDOUT       compares the compiled crate's output with rustc's, or with the recorded one
"""
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

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


if __name__ == "__main__":
    {"findings": findings, "output": output}[sys.argv[1]](*sys.argv[2:])
