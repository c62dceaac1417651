"""What the lints share: which files are ours, and how a lint reports."""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Checked in, but not written by hand, or inputs of tests that show what users write.
GENERATED = ("reports/ui/dist/", "testdata/", "instrument/tests/lit/")


def tracked(*suffixes, generated=False):
    """Tracked and new (not ignored) files with one of the suffixes, relative to the root, sorted."""
    listing = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                             capture_output=True, text=True).stdout.splitlines()
    return sorted(f for f in set(listing) if f.endswith(suffixes) and (ROOT / f).is_file()
                  and (generated or not f.startswith(GENERATED)))


def read(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def finish(name, problems, checked):
    """Prints the problems and exits; a lint that looked at nothing has failed."""
    for problem in problems:
        print(problem)
    if checked == 0:
        problems = ["nothing checked"]
    print(f"{name}: {checked} checked, {len(problems)} problem(s)")
    sys.exit(1 if problems else 0)
