#!/usr/bin/env python3
"""Installs the build into a fresh directory and uses it as a stranger would: a CMake project with find_package, its programs
recorded and audited, manual pages and completion read. PARAUDIT_BUILD_DIR names the build."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ["PARAUDIT_BUILD_DIR"])
SUBCOMMANDS = re.findall(r'^PARAUDIT_SUBCOMMAND\((\w+),', (ROOT / "front/subcommands.def").read_text(), re.M)


def run(*command, accept=(0,), **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode not in accept:
        raise AssertionError(f"{command} exited with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="paraudit-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.prefix = cls.folder / "prefix"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.front = cls.prefix / "bin/paraudit"
        version = run(cls.front, "--version").split()[1]
        cls.source = shutil.copytree(ROOT / "testdata/package", cls.folder / "source")
        lists = cls.source / "CMakeLists.txt"
        lists.write_text(lists.read_text().replace("@VERSION@", version))
        cls.build = cls.folder / "build"
        cls.configure(cls.build, "clang++-19")
        run("cmake", "--build", cls.build)

    @classmethod
    def configure(cls, build, compiler, accept=(0,)):
        return subprocess.run(["cmake", "-S", cls.source, "-B", build, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={cls.prefix}",
                               f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Debug"],
                              capture_output=True, text=True, check=accept == (0,))

    def recorded(self, program):
        """The locks of the report of a recorded run, by name."""
        trace, document = self.folder / f"{program}-trace", self.folder / f"{program}.json"
        run(self.front, "record", "-o", trace, "--", self.build / program)
        run(self.front, "report", trace, "-o", document, "--quiet", accept=(0, 1))
        return {lock["name"]: lock for lock in json.loads(document.read_text())["locks"]}

    def test_a_program_on_the_runtimes_types_is_recorded_under_its_own_names(self):
        self.assertEqual(run(self.build / "typed"), "1000\n")
        self.assertEqual(self.recorded("typed")["typed::sum"]["acquisitions"], 1001)

    def test_an_instrumented_program_is_recorded_at_the_users_lines(self):
        line = next(i for i, text in enumerate((self.source / "plain.cpp").read_text().splitlines(), 1)
                    if "acquired 100 times" in text)
        sites = [(Path(site["file"]).name, site["line"], site["acquisitions"])
                 for lock in self.recorded("plain").values() for site in lock["sites"]]
        self.assertIn(("plain.cpp", line, 100), sites)

    def test_the_audit_target_fails_on_the_defect(self):
        done = subprocess.run(["cmake", "--build", self.build, "--target", "audit"], capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("[paraudit-self-deadlock]", done.stdout)

    def test_another_compiler_is_told_what_to_do(self):
        done = self.configure(self.folder / "gcc", "g++", accept=None)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the pass needs Clang 19", done.stderr)
        self.assertIn("paraudit record --", " ".join(done.stderr.split()))

    def test_every_program_has_a_manual_page(self):
        if not shutil.which("help2man"):
            self.skipTest("help2man is not installed")
        for name in ["", *SUBCOMMANDS]:
            page = (self.prefix / "share/man/man1" / f"paraudit{name and '-' + name}.1").read_text()
            for part in (".SH NAME", "--help"):
                self.assertIn(part, page.replace("\\-", "-"))

    def complete(self, *words):
        """What bash offers for the last of `words`."""
        script = self.prefix / "share/bash-completion/completions/paraudit"
        line = (f"source {script}; COMP_WORDS=({' '.join(map(repr, words))}); COMP_CWORD={len(words) - 1}; _paraudit; "
                'printf "%s\\n" "${COMPREPLY[@]}"')
        return run("bash", "-c", line).split()

    def test_completion_offers_subcommands_and_their_options(self):
        self.assertEqual(set(self.complete(str(self.front), "")) - {"--help", "--version"}, set(SUBCOMMANDS))
        self.assertIn("--parallel-entry", self.complete(str(self.front), "check", "--par"))
        self.assertIn("--timeline", self.complete(str(self.front), "record", "-"))
        self.assertNotIn("--timeline", self.complete(str(self.front), "record", "--", "-"))
        self.assertIn("compact", self.complete(str(self.front), "trace", "com"))


if __name__ == "__main__":
    sys.exit(unittest.main())
