#!/usr/bin/env python3
"""Runs paraudit-check over the case files and compares every finding with the comments in them.

  run_cases.py PROGRAM CASES [FILTER]

CASES has one directory for each check, `lock-order-inversion` for `paraudit-lock-order-inversion`, and `decide`, whose
files name the checks they are about in a `// CHECKS:` line. A case is one .cpp file, or a directory of units that are
linked together, held against the `ledger.yaml` where there is one. `// CHECK: name[, name]` (in a ledger `# CHECK:`) at
the end of a line is what must be reported there, and nothing else may be; `name (words)` asks for the words in its message.
`// MISSING: name` notes a known miss; it must still be missed, or the note is out of date.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

LONGEST_MESSAGE = 300  # characters; what does not fit belongs into notes
NOTE = re.compile(r"(?://|#) (CHECK|MISSING): (.*)$")


def units_of(case):
    if os.path.isfile(case):
        return [case], [case]
    names = sorted(os.listdir(case))
    paths = [os.path.join(case, name) for name in names]
    return [path for path in paths if path.endswith(".cpp")], paths


def expectations(files):
    """How often what is wanted where, which words there, and the checks to run."""
    wanted, words, checks = Counter(), [], None
    for path in files:
        with open(path, encoding="utf-8") as source:
            for number, line in enumerate(source, 1):
                if line.startswith("// CHECKS: "):
                    checks = line[len("// CHECKS: "):].strip().replace(" ", "")
                note = NOTE.search(line)
                if note and note.group(1) == "CHECK":
                    for name in note.group(2).split(","):
                        name, _, said = name.strip().partition(" (")
                        place = (os.path.realpath(path), number, name)
                        wanted[place] += 1
                        words += [(place, said.removesuffix(")"))] if said else []
    return wanted, words, checks


def run(program, case, directory):
    units, files = units_of(case)
    wanted, words, checks = expectations(files)
    checks = checks or "paraudit-" + directory
    ledger = ["--ledger=" + path for path in files if path.endswith("ledger.yaml")]
    command = [program, *ledger, "-j1", "--quiet", "--format=json", "--root=/", "--checks=" + checks, *units, "--",
               "-std=c++20", "-pthread"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode not in (0, 1):
        return [f"exit status {result.returncode}: {result.stderr.strip()}"]
    found, messages, problems = Counter(), {}, []
    for finding in json.loads(result.stdout)["findings"]:
        if len(finding["message"]) > LONGEST_MESSAGE:
            problems.append(f"message of {len(finding['message'])} characters: {finding['message']}")
        place = (os.path.realpath("/" + finding["file"]), finding["line"], finding["check"])
        found[place] += 1
        messages[place] = messages.get(place, "") + finding["message"] + "\n"
    problems += [f"does not say: {path}:{line}: {said}"
                 for (path, line, name), said in words if said not in messages.get((path, line, name), said)]
    return problems + [
            f"{what}: {path}:{line}: {name}"
            for what, some in (("not reported", wanted - found), ("not expected", found - wanted))
            for path, line, name in sorted(some.elements())]


def main():
    program, root = sys.argv[1:3]
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    cases = [(os.path.join(root, directory, name), directory)
             for directory in sorted(os.listdir(root)) for name in sorted(os.listdir(os.path.join(root, directory)))]
    cases = [case for case in cases if only in case[0]]
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda case: run(program, *case), cases))
    failures = 0
    for (case, _), problems in zip(cases, results):
        if problems:
            failures += 1
            print("FAIL", os.path.relpath(case, root))
            for problem in problems:
                print("    ", problem.replace(os.path.realpath(root) + "/", ""))
    print(f"{len(cases) - failures} of {len(cases)} cases pass")
    sys.exit(1 if failures or not cases else 0)


if __name__ == "__main__":
    main()
