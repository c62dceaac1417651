#!/usr/bin/env python3
"""The pass and its compiler drivers: sites at every level, with exceptions and link-time optimisation, never twice; and
the drivers as a compiler that build systems can use."""
import json
import os
import re
import unittest

import harness
import site_counts
from harness import total

LOCKS = os.path.join(harness.TESTDATA, "locks.cpp")
WRAPPER = os.path.join(harness.TESTDATA, "locks_wrapper.cpp")
SPIN = 3
CLANG, CLANGXX = (os.path.join(harness.BIN, "paraudit-clang" + suffix) for suffix in ("", "++"))


class Pass(harness.Case):
    def check_lines(self, *flags, preload=False):
        """Every acquisition at its line, by a static record and not by an address."""
        out = self.path("subject")
        harness.run([CLANGXX, "-std=c++20", "-pthread", *flags, LOCKS, WRAPPER, "-o", out])
        events, _ = self.count(out, preload=preload)
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(LOCKS))
        self.assertEqual([e for e in events if e.name == "lock_acquired" and not e.site.file], [])
        self.assertEqual(site_counts.by_line([e for e in events if e.kind == 26], "wait_begin"),
                         site_counts.expected_lines(LOCKS, r"// wait = (\d+)"))
        return events

    def test_O0(self):
        self.check_lines("-O0")

    def test_O1_with_full_debug_information_names_the_locks(self):
        events = self.check_lines("-O1", "-g")
        names = {e.site.lock_name: e.site.function for e in events if e.name == "lock_acquired"}
        self.assertEqual(names["locks.cpp::Account::guard"], "(anonymous namespace)::Account::deposit")
        self.assertEqual(names["locks.cpp::plain"].split("::")[0], "(anonymous namespace)")
        self.assertIn("locks.cpp::wrapped", names)
        self.assertIn("locks.cpp::shared", names)

    def test_O2_link_time_optimisation(self):
        self.check_lines("-O2", "-flto=thin", "-fuse-ld=lld")

    def test_O3(self):
        self.check_lines("-O3")

    def test_locks_by_table_and_annotation(self):
        source, rows = (os.path.join(harness.TESTDATA, "user_locks" + suffix) for suffix in (".cpp", ".yaml"))
        for level in ("-O0", "-O2"):
            harness.run([CLANGXX, f"--locks={rows}", "-std=c++20", "-pthread", level, source, "-o", self.path("subject")])
            events, result = self.count(self.path("subject"), preload=False)
            self.assertEqual(result.stdout, "100 600\n")
            self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(source, r"// acquire = (\d+)"))
            self.assertEqual(total(events, "lock_acquired"), 601)
            self.assertEqual(total(events, "lock_released"), 601)
            self.assertEqual({e.kind for e in events if e.name == "lock_acquired"}, {SPIN})

    def test_guards_that_are_returned(self):
        sources = [os.path.join(harness.TESTDATA, name) for name in ("returned_guards.cpp", "returned_guards_elsewhere.cpp")]
        for level in ("-O0", "-O1", "-O3"):
            harness.run([CLANGXX, "-std=c++20", "-pthread", level, *sources, "-o", self.path("subject")])
            events, result = self.count(self.path("subject"), preload=False)
            self.assertEqual(result.stdout, "42\n")
            self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(sources[0]))

    def test_bad_rows(self):
        for text, message in (("Calls: [{effect: acquire}]", "needs 'name' and 'effect'"), ("Calls: [{", "rows.yaml':1:"),
                              ("services: {web: {image: nginx}}", "no entry under 'Calls'"), ("Calls: {a: b}", "no entry under 'Calls'"),
                              ("Calls: []", "no entry under 'Calls'"), ("", "no entry under 'Calls'")):
            with open(self.path("rows.yaml"), "w") as stream:
                stream.write(text)
            result = harness.run([CLANGXX, f"--locks={self.path('rows.yaml')}", "-c", LOCKS, "-std=c++20", "-o",
                                  self.path("o")], check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(message, result.stderr)
        result = harness.run([CLANGXX, "--locks=/no/such", "-c", LOCKS], check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("give a .paraudit.yaml", result.stderr)

    def test_recorded_once_when_preloaded_too(self):
        self.check_lines("-O2", preload=True)

    def test_exceptions_leave_no_site_behind(self):
        events, result = self.compile_and_count("exceptions.cpp", "-O1")
        self.assertEqual(result.stdout, "3 thrown\n")
        by_address = [e for e in events if e.name == "lock_acquired" and e.site.module]
        self.assertEqual([e.count for e in by_address], [3])
        with_place = [e for e in events if e not in by_address]
        expected = site_counts.expected_lines(os.path.join(harness.TESTDATA, "exceptions.cpp"))
        self.assertEqual(site_counts.by_line(with_place), expected)

    def test_locks_are_named_by_field_and_variable(self):
        events, _ = self.compile_and_count("names.cpp", "-O1", "-g")
        names = {e.site.line: e.site.lock_name for e in events if e.name == "lock_acquired"}
        with open(os.path.join(harness.TESTDATA, "names.cpp")) as stream:
            lines = [(number, re.search(r"// lock (\S+)$", line)) for number, line in enumerate(stream, 1)]
        self.assertEqual(names, {number: match.group(1) for number, match in lines if match})

    def compile_and_count(self, source, *flags):
        out = self.path("subject")
        harness.run([CLANGXX, "-std=c++20", "-pthread", *flags, os.path.join(harness.TESTDATA, source), "-o", out])
        return self.count(out, preload=False)

    def test_statistics(self):
        stats = self.path("stats.json")
        env = {"PARAUDIT_PASS_STATS": stats}
        for source in (LOCKS, WRAPPER):
            harness.run([CLANGXX, "-std=c++20", "-c", source, "-o", self.path("x.o")], env=env)
        with open(stats) as stream:
            first, second = [json.loads(line) for line in stream]
        self.assertEqual(first["module"], LOCKS)
        self.assertEqual(first["instrumented_pthread"], 4)
        self.assertEqual(first["instrumented_wrapper_by_body"], 1)  # MutexLock's constructor, defined in the header
        self.assertEqual(first["instrumented_wrapper_by_name"], 1)  # Mutex::Lock, defined elsewhere
        self.assertGreater(first["skipped_in_standard_library"], 0)
        self.assertEqual((second["wrappers_found"], second["skipped_in_wrapper"]), (1, 1))
        text = harness.run([CLANGXX, "-std=c++20", "-c", WRAPPER, "-o", self.path("x.o")],
                           env={"PARAUDIT_PASS_STATS": "1"}).stderr
        self.assertIn("1 lock calls inside lock wrappers: their callers have the site", text)
        bad = harness.run([CLANGXX, "-std=c++20", "-c", WRAPPER, "-o", self.path("x.o")],
                          env={"PARAUDIT_PASS_STATS": "/no/such/folder/file"})
        self.assertIn("cannot write PARAUDIT_PASS_STATS", bad.stderr)


class Drivers(harness.Case):
    def test_version_is_clangs(self):
        self.assertIn("clang version 19", harness.run([CLANGXX, "--version"]).stdout)
        self.assertEqual(harness.run([CLANG, "-dumpversion"]).stdout.split(".")[0], "19")
        self.assertIn("clang version 19", harness.run([CLANG, "-v"]).stderr)

    def test_steps_draw_no_warning(self):
        out = self.path("out")
        for flags in (["-c"], ["-S"], ["-E"], ["-fsyntax-only"], ["-c", "-flto"], ["-S", "-emit-llvm"], ["-M"]):
            result = harness.run([CLANGXX, "-Werror", "-std=c++20", *flags, WRAPPER, "-o", out])
            self.assertEqual(result.stderr, "", flags)

    def test_compile_and_link_apart_with_a_response_file(self):
        objects = []
        for source in (LOCKS, WRAPPER):
            objects.append(self.path(os.path.basename(source) + ".o"))
            harness.run([CLANGXX, "-std=c++20", "-O1", "-c", source, "-o", objects[-1]])
        with open(self.path("link.rsp"), "w") as stream:
            stream.write(" ".join(objects) + f" -pthread -o {self.path('program')}")
        harness.run([CLANGXX, "@" + self.path("link.rsp")])
        events, _ = self.count(self.path("program"), preload=False)
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(LOCKS))

    def test_c_programs(self):
        with open(self.path("main.c"), "w") as stream:
            stream.write("#include <pthread.h>\nstatic pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;\n"
                         "int main(void) {\n  pthread_mutex_lock(&m); // = 1\n  return pthread_mutex_unlock(&m);\n}\n")
        harness.run([CLANG, self.path("main.c"), "-o", self.path("main")])
        events, _ = self.count(self.path("main"), preload=False)
        self.assertEqual(site_counts.by_line(events), site_counts.expected_lines(self.path("main.c")))
        self.assertEqual([e.site.lock_name for e in events if e.name == "lock_acquired"], ["main.c::m"])

    def test_instrumented_programs_run_unrecorded(self):
        out = self.path("subject")
        harness.run([CLANGXX, "-std=c++20", "-O2", "-pthread", LOCKS, WRAPPER, "-o", out])
        self.assertEqual(harness.run([out], cwd=self.scratch).stdout, "2201\n")
        self.assertEqual(os.listdir(self.scratch), ["subject"])

    def test_refusals(self):
        result = harness.run([CLANGXX, WRAPPER, "-static", "-o", self.path("x")], check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("-static: the recorder is a shared library", result.stderr)
        result = harness.run([CLANGXX, "--version"], env={"PARAUDIT_CLANGXX": "/no/such/clang"}, check=False)
        self.assertEqual(result.returncode, 127)
        self.assertIn("cannot run '/no/such/clang'", result.stderr)
        result = harness.run([CLANGXX, "-c", "no-such-file.cpp"], check=False)
        self.assertEqual(result.returncode, 1)
        self.assertIn("no such file", result.stderr)


if __name__ == "__main__":
    unittest.main()
