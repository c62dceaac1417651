"""The plug-in in the machine's own clang-tidy-19.

  plugin_test.py PLUGIN CASES

Skipped (77) where there is no clang-tidy-19. CASES: of each check, the first case that must be reported and the first
that must not, of those that are one unit; more would repeat what the cases of paraudit-check say.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

PLUGIN, CASES = "", ""
TIDY = "clang-tidy-19"
WARNING = re.compile(r"^(?P<file>/[^\s:]*):(?P<line>\d+):\d+: (?:warning|error): .* \[(?P<check>[\w,.-]+)\]$")
EXPECTED = re.compile(r"// CHECK: (.*)$")
# They need more than one unit or a ledger, which clang-tidy has not.
NOT_OURS = ("decide", "undocumented", "ledger-stale")
COUNTER = "static int counter = 0;\nint next() { return ++counter; }\nint again() { return ++counter; }\n"
GUARDED = """struct __attribute__((capability("mutex"))) Mutex {
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
static Mutex mutex;
static int hits; // 100 %s
void hit() { mutex.lock(); ++hits; mutex.unlock(); }
void hit_twice() { mutex.lock(); hits += 2; mutex.unlock(); }
int peek() { return hits; }
"""


def tidy(checks, *files, more=(), cwd=None):
    command = [TIDY, "--load=" + PLUGIN, "--quiet", "--checks=-*," + checks, *more, *files, "--", "-std=c++20", "-pthread"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd)


def findings(output):
    return sorted({(m["file"], int(m["line"]), m["check"].split(",")[0]) for m in map(WARNING.match, output.splitlines()) if m})


def expected(path):
    wanted = set()
    with open(path, encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            if note := EXPECTED.search(line):
                wanted.update((path, number, name.strip().partition(" (")[0]) for name in note.group(1).split(","))
    return sorted(wanted)


def first_cases():
    for check in sorted(set(os.listdir(CASES)) - set(NOT_OURS)):
        names = sorted(n for n in os.listdir(os.path.join(CASES, check)) if n.endswith(".cpp"))
        for kind in ("_bad.cpp", "_ok.cpp"):
            yield from [("paraudit-" + check, os.path.realpath(os.path.join(CASES, check, n))) for n in names if n.endswith(kind)][:1]


class Plugin(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.directory = os.path.realpath(temporary.name)

    def write(self, text):
        path = os.path.join(self.directory, "unit.cpp")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def read(self, path):
        with open(path, encoding="utf-8") as source:
            return source.read()

    def test_lists_the_checks(self):
        listed = subprocess.run([TIDY, "--load=" + PLUGIN, "--checks=-*,paraudit-*", "--list-checks"],
                                capture_output=True, text=True, check=True).stdout.split()
        self.assertIn("paraudit-lock-order-inversion", listed)
        self.assertNotIn("paraudit-ledger-stale", listed)

    def test_reports_what_the_cases_say(self):
        seen = 0
        for check, path in first_cases():
            with self.subTest(path):
                result = tidy(check, path)
                self.assertEqual(findings(result.stdout), expected(path), result.stdout + result.stderr)
                seen += 1
        self.assertGreater(seen, 30)

    def test_what_other_units_may_refute_is_off_unless_named(self):
        path = self.write(GUARDED)
        self.assertEqual(findings(tidy("paraudit-*", path).stdout), [])
        named = findings(tidy("paraudit-unguarded-access", path).stdout)
        self.assertEqual(named, [(path, 9, "paraudit-unguarded-access")])

    def test_nolint_and_warnings_as_errors_are_clang_tidys(self):
        path = self.write(COUNTER.replace("= 0;", "= 0; // NOLINT(paraudit-mutable-global)"))
        self.assertEqual(findings(tidy("paraudit-mutable-global", path).stdout), [])
        result = tidy("paraudit-mutable-global", self.write(COUNTER), more=["--warnings-as-errors=*"])
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)

    def test_options_come_from_the_configuration(self):
        path = self.write(COUNTER)
        ignored = "--config={CheckOptions: {paraudit-mutable-global.IgnoredStates: count}}"
        self.assertEqual(findings(tidy("paraudit-mutable-global", path, more=[ignored]).stdout), [])
        dumped = tidy("paraudit-mutable-global", path, more=[ignored, "--dump-config"]).stdout
        self.assertRegex(dumped, r"paraudit-mutable-global.IgnoredStates: '?count")

    def test_each_unit_of_a_run_is_judged_by_itself(self):
        first = self.write(COUNTER)
        second = os.path.join(self.directory, "other.cpp")
        with open(second, "w", encoding="utf-8") as out:
            out.write("int twice(int x) { return 2 * x; }\n" + COUNTER)
        found = findings(tidy("paraudit-mutable-global", first, second).stdout)
        self.assertEqual([(file, line) for file, line, _ in found], [(second, 2), (first, 1)])

    def test_exported_fixes_apply_and_compile(self):
        path = self.write(COUNTER)
        exported = os.path.join(self.directory, "fixes.yaml")
        tidy("paraudit-mutable-global", path, more=["--export-fixes=" + exported])
        diagnostic, = yaml.safe_load(self.read(exported))["Diagnostics"]
        self.assertEqual(diagnostic["DiagnosticName"], "paraudit-mutable-global")
        changes = diagnostic["DiagnosticMessage"]["Replacements"]
        text = COUNTER.encode()
        for change in sorted(changes, key=lambda c: c["Offset"], reverse=True):
            self.assertEqual(change["FilePath"], path)
            text = text[:change["Offset"]] + change["ReplacementText"].encode() + text[change["Offset"] + change["Length"]:]
        tidy("paraudit-mutable-global", path, more=["--fix"])
        self.assertEqual(self.read(path), text.decode())
        self.assertIn("static std::atomic<int> counter{0};", text.decode())
        subprocess.run(["clang++-19", "-std=c++20", "-fsyntax-only", path], check=True)

    def test_a_unit_with_errors_is_left_to_the_compiler(self):
        result = tidy("paraudit-*", self.write("static int counter;\nint next() { return ++counter + missing; }\n"))
        self.assertEqual([check for _, _, check in findings(result.stdout)], ["clang-diagnostic-error"])


if __name__ == "__main__":
    PLUGIN, CASES = sys.argv[1:3]
    if not shutil.which(TIDY):
        print(f"skipped: {TIDY} is not installed (scripts/setup)")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1], verbosity=1)
