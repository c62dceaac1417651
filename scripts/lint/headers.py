#!/usr/bin/env python3
"""Fails where a header does not compile alone. Results are kept by content under the build directory."""
import concurrent.futures
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from common import ROOT, finish, tracked

FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-pragma-once-outside-header",
         "-I.", "-isystem", "/usr/lib/llvm-19/include"]  # relative to the root, so that another clone's records hold


def key_of(files):
    """Of the content of what a header includes, itself included; None where one is gone."""
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for file in files:
        try:
            digest.update((ROOT / file).read_bytes())
        except OSError:
            return None
    return digest.hexdigest()


def is_known(record):
    try:
        key, *files = record.read_text().splitlines()
    except (OSError, ValueError):
        return False
    return key == key_of(files)


def compile_alone(path, build, cache):
    """(path, what the compiler says); a header that compiled is not compiled again until something it includes changes."""
    record = cache / path.replace("/", "+")
    if is_known(record):
        return path, ""
    depends = record.with_name(record.name + ".d")
    run = subprocess.run(["clang++-19", *FLAGS, f"-I{os.path.relpath(build, ROOT)}", "-MMD", "-MF", str(depends), "-MT", "all", "-x", "c++",
                          path], capture_output=True, text=True, cwd=ROOT)
    if run.returncode:
        return path, run.stderr
    files = depends.read_text().replace("\\\n", " ").split(":", 1)[1].split()
    record.write_text("\n".join([key_of(files) or "", *files]))
    depends.unlink()
    return path, ""


def main():
    build = Path(os.environ.get("PARAUDIT_BUILD_DIR", ROOT / "build/dev"))
    # Headers that generated code must accompany are compiled by their own targets' sources.
    files = [f for f in tracked(".h") if "_generated" not in f]
    cache = build / "lint-headers"
    cache.mkdir(parents=True, exist_ok=True)
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = pool.map(lambda f: compile_alone(f, build, cache), files)
    finish("headers", [f"{path}: does not compile alone:\n{said[:2000]}" for path, said in results if said], len(files))


sys.path.insert(0, str(Path(__file__).parent))
main()
