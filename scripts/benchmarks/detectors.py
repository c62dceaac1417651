"""The lock-order cases of runtime/benchmarks/detector_cases.cpp, judged by paraudit-report and by other detectors."""
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "runtime/benchmarks/detector_cases.cpp"
LIMIT = 30  # seconds for one case


def expected(program):
    """{case: 'report' or 'none'} as the program lists them."""
    listed = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return dict(line.split() for line in listed.splitlines())


def ours(build, policy="count"):
    """{case: (verdict, detail)}: each case recorded, its trace judged; 'abort' where the case did not end well."""
    program = Path(build) / "test-bin/runtime_detector_cases"
    return {case: judge(build, program, case, policy) for case in expected(program)}


def run_tool(command, reported, **options):
    """'report' where the tool's messages match, else 'none'; 'abort' where the program did not end well, or at all."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, **options)
    except subprocess.TimeoutExpired:
        return "abort"
    if re.search(reported, done.stderr):
        return "report"
    return "none" if done.returncode == 0 else "abort"


def judge(build, program, case, policy):
    with tempfile.TemporaryDirectory(prefix="paraudit-cases-") as directory:
        environment = {**os.environ, "PARAUDIT_RECORD": policy, "PARAUDIT_TRACE_DIR": directory + "/trace"}
        ran = subprocess.run([program, case], env=environment, capture_output=True, text=True, timeout=LIMIT)
        if ran.returncode != 0:
            return "abort", ran.stderr
        document = directory + "/report.json"
        told = subprocess.run([Path(build) / "bin/paraudit-report", directory + "/trace", "-o", document, "--quiet"],
                              capture_output=True, text=True, timeout=LIMIT)
        if told.returncode not in (0, 1):
            return "abort", told.stderr
        report = json.loads(Path(document).read_text())
    if report["recorder"]["drops"] or any("drop" in note for note in report.get("notes", [])):
        return "drops", report["notes"]
    cycles = [c for c in report["lock_order"]["cycles"] if c["status"] == "observed"]
    return ("report" if cycles else "none"), [cycle["locks"] for cycle in cycles]


def build_std(directory, name, flags):
    program = Path(directory) / name
    subprocess.run(["clang++-19", "-std=c++20", "-O1", "-g", "-pthread", "-DDETECTOR_CASES_STD=1", "-I", ROOT, *flags, SOURCE,
                    "-o", program], check=True)
    return program


def thread_sanitizer(directory):
    """{case: verdict} of the same cases on std::mutex under ThreadSanitizer."""
    program = build_std(directory, "detector_cases_tsan", ["-fsanitize=thread"])

    environment = {**os.environ, "TSAN_OPTIONS": "exitcode=66"}
    return {case: run_tool([program, case], "lock-order-inversion", env=environment) for case in expected(program)}


def helgrind(directory):
    """{case: verdict} under Helgrind; None when valgrind is not installed."""
    if not shutil.which("valgrind"):
        return None
    program = build_std(directory, "detector_cases_helgrind", [])

    command = ["valgrind", "--tool=helgrind", program]
    return {case: run_tool([*command, case], r"lock order .* violated") for case in expected(program)}


def right(verdicts, wanted):
    """How many cases were judged right."""
    return sum(verdicts[case] == verdict for case, verdict in wanted.items())
