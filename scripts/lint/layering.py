#!/usr/bin/env python3
"""Fails on an include that layering.table does not allow."""
import re
from common import finish, read, tracked

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
TEST_SUFFIXES = ("_test.cpp", "_benchmark.cpp", "_fuzzer.cpp")


def parse_table():
    allowed, external = {}, {}
    for line in read("scripts/lint/layering.table").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, _, rest = line.partition(":")
        if name.startswith("!"):
            external[name[1:].strip()] = rest.split()
        else:
            allowed[name.strip()] = rest.split()
    return allowed, external


def row_of(path, allowed):
    """The longest row that holds the path, or None."""
    rows = [row for row in allowed if path.startswith(row + "/")]
    return max(rows, key=len) if rows else None


def within(path, directories):
    return any(path.startswith(d + "/") for d in directories)


def check_file(path, allowed, external):
    row = row_of(path, allowed)
    if row is None:
        return [f"{path}: its directory has no row in scripts/lint/layering.table"]
    may = [row] + allowed[row] + (allowed["tests"] if path.endswith(TEST_SUFFIXES) else [])
    problems = []
    for _, target in INCLUDE.findall(read(path)):
        top = target.split("/")[0]
        if row_of(target, allowed) and not within(target, may):
            problems.append(f"{path}: includes \"{target}\", which {row} must not know (scripts/lint/layering.table)")
        if "/" in target and top in external and not within(path, external[top]):
            problems.append(f"{path}: includes <{target}>; only {' '.join(external[top])} may use {top}")
    return problems


def main():
    allowed, external = parse_table()
    files = tracked(".h", ".cpp", ".c", ".def")
    problems = [p for f in files for p in check_file(f, allowed, external)]
    finish("layering", problems, len(files))


main()
