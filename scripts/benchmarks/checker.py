"""The checker's bars, on LevelDB: its cold run against Clang's own syntax check of the same units at the same -j."""
import json
import subprocess
from pathlib import Path
from . import harness

JOBS = 2


def leveldb(option):
    return subprocess.run([harness.ROOT / "scripts/leveldb_source", option], check=True, capture_output=True,
                          text=True).stdout.split()


def syntax_only_script(database):
    """A shell command that runs clang++-19 -fsyntax-only over the database's units, JOBS at a time."""
    script = harness.WORK / "syntax_only.sh"
    lines = []
    for entry in json.loads(Path(database).read_text()):
        arguments = entry.get("arguments") or entry["command"].split()
        flags = [a for a in arguments[1:] if a.startswith(("-D", "-I", "-std", "-f", "-W"))]
        lines.append(f"cd '{entry['directory']}' && clang++-19 {' '.join(flags)} -w -fsyntax-only '{entry['file']}'")
    (harness.WORK / "syntax_only.txt").write_text("\n".join(lines) + "\n")
    script.write_text(f"tr '\\n' '\\0' < '{harness.WORK}/syntax_only.txt' | xargs -0 -P {JOBS} -I{{}} sh -c '{{}}'\n")
    return ["sh", str(script)]


def measure():
    database = leveldb("--database")[0]
    check = [str(harness.BIN / "paraudit-check"), "-p", str(Path(database).parent), "-j", str(JOBS), "--quiet",
             "--format=json", "-o", str(harness.WORK / "leveldb.json")]
    syntax = syntax_only_script(database)
    # Exit code 1 says that there are findings at error level.
    samples = harness.pairs(lambda: harness.time_once(check, accept=(0, 1)), lambda: harness.time_once(syntax), 5)
    shown = "paraudit check -p LEVELDB -j 2 against clang++-19 -fsyntax-only of the same units, 2 at a time"
    yield harness.ratio_result("checker.cold", "<= 0.6", samples, "cpu", "clang++-19 -fsyntax-only", shown)
    yield harness.ratio_result("checker.cold_wall", "<= 1.0", samples, "wall", "clang++-19 -fsyntax-only", shown)
