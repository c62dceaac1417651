"""minirc's bars: lines a second, what threads gain and cost, memory, contention, the speed of what it compiles, and how often it
agrees with rustc. Crates are generated: 60 functions a module, features mixed as minirc-gen mixes them.

Where rustc is not installed, the bars that compare with it are left out."""
import json
import re
import shutil
import statistics
import subprocess
import sys
from . import harness

PAIRS = 5
MODULES, CHECK_MODULES, SMALL_MODULES = 24, 120, 3
OVERSUBSCRIBED = (2, 4, 8, 16, 32, 64)
PROGRAMS = harness.ROOT / "testdata/minicompiler/driver/run"
# Programs that compute: what is made larger so that a run takes long enough to be timed.
LARGER = {
    "fannkuch": ("const N: usize = 7;", "const N: usize = 10;"),
    "nbody": ("0..1000", "0..2_000_000"),
    "nqueens": ("1..=8", "1..=11"),
    "spectral": ("const N: usize = 100;", "const N: usize = 1000;"),
    "sieve": ("const LIMIT: usize = 10_000;", "const LIMIT: usize = 4_000_000;"),
}
MINIRC = str(harness.BIN / "minirc")


def crate(modules):
    """Generates a crate; returns its root file and its number of lines."""
    folder = harness.WORK / f"crate{modules}"
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run([harness.BIN / "minirc-gen", "--modules", str(modules), "--functions", "60", "--seed", "1", "-o", folder],
                          check=True, capture_output=True, text=True)
    return str(folder / "main.rs"), int(re.match(r"(\d+) lines", done.stdout).group(1))


def shown(modules, flags=""):
    return f"minirc main.rs {flags} on `minirc-gen --modules {modules} --functions 60 --seed 1`"


def compile_command(root, threads, *flags):
    return [MINIRC, root, "-o", str(harness.WORK / "crate.out"), "-Z", f"threads={threads}", *flags]


def speeds():
    root, lines = crate(CHECK_MODULES)
    samples = [lines / 1000 / harness.time_once(compile_command(root, 1, "--emit", "metadata"))["cpu"] for _ in range(2 * PAIRS)]
    yield harness.result("minirc.check_klines_per_s", statistics.median(samples), ">= 400", "klines/CPU s", samples,
                         shown(CHECK_MODULES, "--emit metadata -Z threads=1"), {"rustc, by the reference": 22})
    root, lines = crate(MODULES)
    samples = [lines / 1000 / harness.time_once(compile_command(root, 1))["cpu"] for _ in range(PAIRS)]
    yield harness.result("minirc.build_klines_per_s", statistics.median(samples), ">= 35", "klines/CPU s", samples,
                         shown(MODULES, "-O0 -Z threads=1"), {"rustc debug, by the reference": 15.5})


def threads():
    root, _ = crate(MODULES)
    samples = harness.pairs(lambda: harness.time_once(compile_command(root, 1)), lambda: harness.time_once(compile_command(root, 2)),
                            2 * PAIRS)
    gains = [one["wall"] / two["wall"] for one, two in samples]
    yield harness.result("minirc.speedup_2", statistics.median(gains), ">= 1.7", "ratio", gains,
                         shown(MODULES, "-Z threads=1 against 2"))
    walls = {n: [] for n in OVERSUBSCRIBED}
    for _ in range(PAIRS):
        for n in OVERSUBSCRIBED:
            walls[n].append(harness.time_once(compile_command(root, n))["wall"])
    middle = {n: statistics.median(w) for n, w in walls.items()}
    steps = [middle[2 * n] / middle[n] for n in OVERSUBSCRIBED[:-1]]
    yield harness.result("minirc.oversubscribed", max(steps), "<= 1.03", "ratio", steps,
                         shown(MODULES, "-Z threads=2 to 64, each against half as many"))


def peak_kib(command, accept=(0,)):
    """Peak resident memory of one run."""
    code = ("import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode; "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)")
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True)
    if done.returncode not in accept:
        sys.exit(f"bench: {' '.join(map(str, command))} exited with {done.returncode}:\n{done.stderr[-2000:]}")
    return int(done.stdout.split()[-1])


def memory():
    root, _ = crate(MODULES)
    samples = [peak_kib(compile_command(root, 8)) / peak_kib(compile_command(root, 1)) for _ in range(PAIRS)]
    yield harness.result("minirc.memory_8", statistics.median(samples), "<= 1.15", "ratio", samples,
                         shown(MODULES, "-Z threads=8 against 1, peak resident memory"))


def contended_share():
    root, _ = crate(MODULES)
    trace, document = harness.WORK / "minirc-trace", harness.WORK / "minirc-report.json"
    shutil.rmtree(trace, ignore_errors=True)
    subprocess.run([harness.BIN / "paraudit-record", "-o", trace, "--", *compile_command(root, 4)], check=True, capture_output=True)
    subprocess.run([harness.BIN / "paraudit-report", trace, "-o", document, "--quiet"], capture_output=True)
    locks = [lock for lock in json.loads(document.read_text())["locks"] if lock["name"].startswith("minirc::")]
    value = sum(lock["contended"] for lock in locks) / sum(lock["acquisitions"] for lock in locks)
    yield harness.result("minirc.contended_share", value, "<= 0.005", "share", [value],
                         "paraudit record -- " + shown(MODULES, "-Z threads=4"),
                         {lock["name"]: lock["contended"] / lock["acquisitions"] for lock in locks if lock["contended"]})


def instructions(minirc, root):
    """Instructions of one compilation, in user space, as callgrind counts them."""
    out = harness.WORK / "callgrind.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", minirc, root, "-o", str(harness.WORK / "crate.out")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def one_thread():
    """The serial build is made here: a second build folder."""
    if not shutil.which("valgrind"):
        return
    serial = harness.ROOT / "build/bench-serial"
    for command in (["cmake", "--preset", "bench", "-B", serial, "-DPARAUDIT_SERIAL=ON", "-DPARAUDIT_COMPONENTS=runtime;minicompiler"],
                    ["cmake", "--build", serial, "--target", "minirc"]):
        subprocess.run(command, cwd=harness.ROOT, check=True, capture_output=True)
    root, _ = crate(SMALL_MODULES)
    ours, rival = instructions(MINIRC, root), instructions(str(serial / "bin/minirc"), root)
    yield harness.result("minirc.one_thread_instructions", ours / rival, "<= 1.02", "ratio", [ours, rival],
                         "callgrind on " + shown(SMALL_MODULES, "-Z threads=1 against the serial build"))


def compiled_programs():
    """What minirc compiles against what rustc does, both at -O2; the geometric mean over programs that compute."""
    ratios, rivals = [], {}
    for name, (small, large) in LARGER.items():
        text = (PROGRAMS / f"{name}.rs").read_text()
        if small not in text:
            sys.exit(f"bench: {name}.rs has no '{small}' to make larger")
        source = harness.WORK / f"{name}.rs"
        source.write_text(text.replace(small, large))
        ours, theirs = harness.WORK / f"{name}-minirc", harness.WORK / f"{name}-rustc"
        subprocess.run([MINIRC, source, "-O2", "-o", ours], check=True)
        subprocess.run(["rustc", "-A", "warnings", "-C", "opt-level=2", source, "-o", theirs], check=True)
        samples = harness.pairs(lambda: harness.time_once([ours]), lambda: harness.time_once([theirs]), PAIRS)
        rivals[name] = statistics.median(a["cpu"] / b["cpu"] for a, b in samples)
        ratios.append(rivals[name])
    yield harness.result("minirc.runtime_vs_rustc", statistics.geometric_mean(ratios), "<= 1.3", "ratio", ratios,
                         "larger fannkuch, nbody, nqueens, spectral, sieve of testdata/minicompiler/driver/run at -O2", rivals)


def agreement():
    """The share of comparisons with rustc that come out equal: programs that run, programs that fail, generated crates."""
    done = subprocess.run([sys.executable, harness.ROOT / "scripts/minirc_differential.py", "--rustc", "--build-dir", harness.BUILD],
                          capture_output=True, text=True)
    checked, differ = map(int, re.search(r"(\d+) comparisons, (\d+) differences", done.stdout).groups())
    value = (checked - differ) / checked
    yield harness.result("minirc.rustc_agreement", value, ">= 1.0", "share", [checked, differ],
                         "scripts/minirc_differential.py --rustc")


def measure():
    groups = [speeds, threads, memory, contended_share, one_thread]
    if shutil.which("rustc"):
        groups += [compiled_programs, agreement]
    for group in groups:
        yield from group()
