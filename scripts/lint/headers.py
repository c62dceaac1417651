#!/usr/bin/env python3
"""Fails where a header does not compile alone. Results are kept by content under the build directory."""
import concurrent.futures
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from common import ROOT, finish, read, tracked

FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-pragma-once-outside-header",
         f"-I{ROOT}", "-isystem", "/usr/lib/llvm-19/include"]


def command(path, generated):
    return ["clang++-19", *FLAGS, *[f"-I{g}" for g in generated], "-x", "c++", str(ROOT / path)]


def compile_alone(path, generated):
    run = subprocess.run(command(path, generated), capture_output=True, text=True)
    return path, run.returncode, run.stderr


def main():
    build = Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build/dev"))
    generated = [build]
    # Headers that generated code must accompany are compiled by their own targets' sources.
    files = [f for f in tracked(".h") if "_generated" not in f]
    cache = build / "lint-headers"
    cache.mkdir(parents=True, exist_ok=True)
    # A header's result holds while no header changes: includes are not traced, so the key covers them all.
    everything = hashlib.sha256("".join(read(f) for f in tracked(".h", ".def", ".fbs")).encode()).hexdigest()
    stamp = cache / everything
    if stamp.exists():
        finish("headers (unchanged)", [], len(files))
    problems = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for path, code, err in pool.map(lambda f: compile_alone(f, generated), files):
            if code:
                problems.append(f"{path}: does not compile alone:\n{err[:2000]}")
    if not problems:
        stamp.touch()
    finish("headers", problems, len(files))


sys.path.insert(0, str(Path(__file__).parent))
main()
