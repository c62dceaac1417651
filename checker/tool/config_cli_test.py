#!/usr/bin/env python3
"""What a user notices of configurations, filters, baselines, --diff, fixes and the counts that can fail a run.

  config_cli_test.py PROGRAM
"""

import json
import os
import subprocess
import sys
import unittest

import cli_case
from cli_case import ABBA, BROKEN, CLEAN, COUNTER, Case

OWN_LOCK = """struct Door { void enter(); void leave(); };
void parallel(void (*work)());
Door door;
static int visits = 0;
void visit() { door.enter(); ++visits; door.leave(); }
int main() { parallel(visit); }
"""
OWN_LOCK_MODELS = """Types:
  - {name: Door, role: lock}
Calls:
  - {name: 'Door::enter', effect: acquire, argument: receiver}
  - {name: 'Door::leave', effect: release, argument: receiver}
  - {name: parallel, effect: parallel}
"""
CAPABILITY = """#include <mutex>
struct __attribute__((capability("mutex"))) Mutex {
  void lock() __attribute__((acquire_capability(), no_thread_safety_analysis)) { mutex_.lock(); }
  void unlock() __attribute__((release_capability(), no_thread_safety_analysis)) { mutex_.unlock(); }
  std::mutex mutex_;
};
static Mutex outer;
static Mutex inner;
void nest() { outer.lock(); inner.lock(); inner.unlock(); outer.unlock(); }
"""


class Configured(Case):
    def names(self, *arguments, code=0):
        found = json.loads(self.run_check("-p", ".", "--format=json", *arguments, code=code).stdout)["findings"]
        named = [(f["check"].replace("paraudit-", ""), f["severity"]) for f in found]
        return sorted(pair for pair in named if pair[0] in ("mutable-global", "unused-nolint"))

    def test_nearest_configuration_by_file(self):
        os.mkdir(os.path.join(self.directory, "sub"))
        self.project(counter=COUNTER)
        self.write("sub/other.cpp", COUNTER.replace("counter", "other").replace("next", "more"))
        with open(os.path.join(self.directory, "compile_commands.json"), encoding="utf-8") as file:
            entries = json.load(file)
        entries.append({"directory": self.directory, "file": "sub/other.cpp", "arguments": ["c++", "-c", "sub/other.cpp"]})
        self.write("compile_commands.json", json.dumps(entries))
        self.write(".paraudit.yaml", "Severities: {paraudit-mutable-global: error}\n")
        self.write("sub/.paraudit.yaml", "InheritParentConfig: true\nChecks: '-paraudit-mutable-global'\n")
        self.assertEqual(self.names(code=1), [("mutable-global", "error")])
        self.write("sub/.paraudit.yaml", "WarningsAsErrors: '*'\n")
        self.assertEqual(self.names(code=1), [("mutable-global", "error")] * 2)
        self.assertEqual(self.names("--config=Checks: paraudit-lock-*"), [])
        self.write("sub/.paraudit.yaml", "Cheks: x\n")
        self.assertIn("sub/.paraudit.yaml:1:1: there is no key 'Cheks'; did you mean 'Checks'?",
                      self.run_check("-p", ".", code=2).stderr)

    def test_dump_and_verify(self):
        self.write(".paraudit.yaml", "Checks: 'paraudit-lock-*'\n")
        dumped = self.run_check("--dump-config").stdout
        self.assertIn("Checks: 'paraudit-lock-*'", dumped)
        self.write("dumped.yaml", dumped)
        self.assertIn("dumped.yaml: good", self.run_check("--config-file=dumped.yaml", "--verify-config").stdout)
        self.assertNotIn("mutable-global", self.run_check("--list-checks").stdout)
        self.write(".paraudit.yaml", "Checks: [\n")
        self.assertIn(".paraudit.yaml:2:1: ", self.run_check("--verify-config", code=2).stderr)
        self.assertIn("none: ", self.run_check("--dump-config", "--config-file=none", code=2).stderr)
        self.assertIn("--config:1:1:", self.run_check("--dump-config", "--config=X: 1", code=2).stderr)

    def test_user_models(self):
        self.project(door=OWN_LOCK)
        self.assertEqual(self.names(), [("mutable-global", "warning")])
        self.write(".paraudit.yaml", OWN_LOCK_MODELS)
        self.assertEqual(self.names(), [])
        document = json.loads(self.run_check("-p", ".", "--format=json").stdout)
        self.assertEqual(document["analysis"]["parallel_entries"], 1)
        self.assertEqual({state["name"].split("::")[-1]: state["synchronization"]["guard"]
                          for state in document["shared_state"]}["visits"], "door")
        self.run_check("-p", ".", "--cache-dir=cache")
        self.assertIn("From the cache: 1 unit of 1", self.run_check("-p", ".", "--cache-dir=cache").stderr)
        self.write(".paraudit.yaml", "Types: [{name: Door, role: thread-safe}]\n")
        self.assertIn("From the cache: 0 units", self.run_check("-p", ".", "--cache-dir=cache").stderr)

    def test_check_options(self):
        self.project(counter=COUNTER)
        self.write(".paraudit.yaml", "CheckOptions: {paraudit-mutable-global.IgnoredStates: '^count'}\n")
        self.assertEqual(self.names(), [])

    def test_extra_arguments_and_overlay(self):
        self.project(flag="#ifdef ON\nint counter = OFF + 0;\nint next() { return ++counter; }\n#endif\n")
        self.assertEqual(self.names(), [])
        self.assertEqual(len(self.names("--extra-arg=-DON", "--extra-arg-before=-DOFF=1")), 1)
        self.write("elsewhere.cpp", COUNTER)
        self.write("overlay.yaml", json.dumps({"version": 0, "roots": [{
            "name": os.path.join(self.directory, "flag.cpp"), "type": "file",
            "external-contents": os.path.join(self.directory, "elsewhere.cpp")}]}))
        self.assertEqual(len(self.names("--vfsoverlay=overlay.yaml")), 1)
        self.assertIn("'none.yaml' cannot be read", self.run_check("-p", ".", "--vfsoverlay=none.yaml", code=2).stderr)

    def test_line_filter_and_one_dash(self):
        self.project(two="int a = 0;\nint b = 0;\nint f() { return ++a + ++b; }\n")
        only = '-line-filter=[{"name":"two.cpp","lines":[[2,2]]}]'
        out = self.run_check("-p", ".", only, "-checks=paraudit-mutable-global").stdout
        self.assertIn("two.cpp:2:5: warning: 'b'", out)
        self.assertNotIn("two.cpp:1:5: warning", out)
        self.assertIn("--line-filter: not JSON", self.run_check("-p", ".", "--line-filter=x", code=2).stderr)

    def test_no_color(self):
        self.project(counter=COUNTER)
        self.assertIn("\033[", self.run_check("-p", ".", "--use-color=always").stdout)
        self.write(".paraudit.yaml", "UseColor: true\n")
        self.assertIn("\033[", self.run_check("-p", ".").stdout)
        self.assertNotIn("\033[", self.run_check("-p", ".", "--use-color=never").stdout)

    def test_too_little_seen(self):
        self.project(counter=COUNTER)
        self.run_check("-p", ".", "--fail-on-empty")
        result = self.run_check("-p", ".", "--fail-on-empty", "--header-filter=x", "--parallel-entry=nothing", code=3)
        self.assertIn("too little was seen: --header-filter='x' matches no header", result.stderr)
        self.assertIn("too little was seen: --parallel-entry='nothing' matches no function", result.stderr)
        self.project(empty="int declared();\n")
        self.assertIn("no function was seen", self.run_check("-p", ".", "--fail-on-empty", code=3).stderr)
        self.project(calls="extern void (*hook)();\nvoid f() { hook(); }\n")
        self.run_check("-p", ".", "--max-unresolved=1")
        self.assertIn("more than --max-unresolved=0", self.run_check("-p", ".", "--max-unresolved=0", code=3).stderr)

    def test_nolint_region_without_end(self):
        self.project(counter="// NOLINTBEGIN(paraudit-mutable-global)\n" + COUNTER)
        self.assertEqual(self.names(), [("mutable-global", "warning"), ("unused-nolint", "warning")])
        self.assertEqual(self.names("--checks=-paraudit-unused-nolint"), [("mutable-global", "warning")])

    def test_baseline(self):
        self.project(counter=COUNTER, abba=ABBA)
        self.write(".paraudit.yaml", "Checks: 'paraudit-mutable-global,paraudit-lock-order-*'\n")
        self.assertIn("--update-baseline writes one", self.run_check("-p", ".", "--baseline=b.json", code=2).stderr)
        self.run_check("-p", ".", "--baseline=b.json", "--update-baseline")
        self.assertIn(" 0 new, 3 known, 0 fixed, 0 stale", self.run_check("-p", ".", "--baseline=b.json").stderr)
        more = "int more = 0;\nint again() { return ++more; }\n"
        self.project(counter="\n\n" + COUNTER + more, abba=CLEAN)
        result = self.run_check("-p", ".", "--baseline=b.json")
        self.assertIn("Against the baseline: 1 new, 1 known, 2 fixed, 0 stale", result.stderr)
        self.assertIn("'more'", result.stdout)
        self.assertNotIn("'counter'", result.stdout)
        self.assertIn("0 fixed, 0 stale, 2 not judged", self.run_check("-p", ".", "counter.cpp", "--baseline=b.json").stderr)
        os.remove(os.path.join(self.directory, "abba.cpp"))
        self.project(counter=COUNTER + more)
        self.assertIn("0 fixed, 2 stale", self.run_check("-p", ".", "--baseline=b.json").stderr)
        self.run_check("-p", ".", "--baseline=b.json", "--update-baseline")
        self.assertIn(" 0 new, 2 known, 0 fixed, 0 stale", self.run_check("-p", ".", "--baseline=b.json").stderr)


class Compared(Case):
    def git(self, *arguments):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
                       "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        subprocess.run(["git", *arguments], cwd=self.directory, env=environment, check=True, capture_output=True)

    def commit(self):
        os.path.isdir(os.path.join(self.directory, ".git", "objects")) or self.git("init", "-q")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x")

    def test_only_what_the_change_introduces_anywhere(self):
        self.write("locks.h", "#include <mutex>\nextern std::mutex a, b;\nvoid first();\n")
        user = '#include "locks.h"\nint old_state = 0;\nvoid second() { ++old_state; std::scoped_lock x(b); first(); }\n'
        self.project(first='#include "locks.h"\nstd::mutex a, b;\nvoid first() {}\n', second=user)
        self.commit()
        self.assertNotIn("warning: '", self.run_check("-p", ".", "--diff=HEAD").stdout)
        # The change is in one file, the cycle's other half in the other.
        self.write("second.cpp", user + "void third() { std::scoped_lock x(a); std::scoped_lock y(b); }\n")
        self.commit()
        self.write("first.cpp", '#include "locks.h"\nstd::mutex a, b;\nvoid first() { std::scoped_lock y(a); }\n')
        result = self.run_check("-p", ".", "--diff=HEAD", code=1)
        self.assertIn("paraudit-lock-order-inversion", result.stdout)
        self.assertNotIn("old_state' can change", result.stdout)
        self.assertIn("that the program before the change has too", result.stderr)

    def test_headers_renames_and_new_files(self):
        self.write("macros.h", "#define COUNT\n")
        self.project(main='#include "macros.h"\nint n = 0;\nint f() { COUNT return 0; }\n')
        self.commit()
        self.write("macros.h", "#define COUNT ++n;\n")
        self.assertIn("'n' can change", self.run_check("-p", ".", "--diff=HEAD").stdout)
        self.commit()
        os.rename(os.path.join(self.directory, "main.cpp"), os.path.join(self.directory, "moved.cpp"))
        self.project(moved='#include "macros.h"\nint n = 0;\nint f() { COUNT return 0; }\n', new=COUNTER)
        self.git("add", "-A")
        out = self.run_check("-p", ".", "--diff=HEAD").stdout
        self.assertIn("'counter' can change", out)
        self.assertNotIn("'n' can change", out)

    def test_revisions_that_are_not_there(self):
        self.project(clean=CLEAN)
        os.rmdir(os.path.join(self.directory, ".git"))
        self.assertIn("is in no git repository", self.run_check("-p", ".", "--diff=HEAD", code=2).stderr)
        self.commit()
        self.assertIn("git knows no revision 'nothing'", self.run_check("-p", ".", "--diff=nothing", code=2).stderr)


LAZY = """struct Table { int bits = 0; };
static Table* table;
Table* get() {
  if (!table)
    table = new Table;
  return table;
}
int count() {
  static bool ready = false;
  if (ready == false) {
    get();
    ready = true;
  }
  return 1;
}
"""
GUARDED_MEMBER = """struct __attribute__((capability("mutex"))) Mutex {
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
struct Queue {
  Mutex mutex;
  int size = 0;
  void push() { mutex.lock(); ++size; mutex.unlock(); }
  void pop() { mutex.lock(); --size; mutex.unlock(); }
  int peek() { return size; }
};
"""


class Told(Case):
    """What could be taken for an audit, and was none, is told."""

    def test_a_configuration_that_selects_nothing_is_named(self):
        self.project(counter=COUNTER)
        self.write(".paraudit.yaml", "Checks: '-*'\n")
        for arguments in (["--verify-config"], ["-p", "."]):
            told = self.run_check(*arguments, code=2).stderr
            self.assertRegex(told, r"\('Checks' of .*\.paraudit\.yaml\) selects no check")

    def test_units_that_are_none(self):
        os.mkdir(os.path.join(self.directory, "sub"))
        self.assertIn("'sub' is a directory", self.run_check("sub", "--", "-std=c++20", code=2).stderr)
        self.assertIn("cannot read 'none.cpp': no such file", self.run_check("none.cpp", code=2).stderr)
        self.write("a.cpp", CLEAN)
        told = self.run_check("--prove-complete", "a.cpp", "a.cpp", "--", code=2).stderr
        self.assertIn("--prove-complete takes every name after it for an object file: put the units before it", told)
        self.assertIn("cannot tell the format of 'x.other'", self.run_check("a.cpp", "-o", "x.other", "--", code=2).stderr)

    def test_findings_do_not_hide_that_a_unit_failed(self):
        self.project(pair=ABBA, broken=BROKEN)
        self.assertIn("not everything was seen", self.run_check("-p", ".", code=1).stderr)
        self.assertNotIn("not everything was seen", self.run_check("-p", ".", "pair.cpp", code=1).stderr)

    def test_a_proof_does_not_hide_errors(self):
        self.project(pair=ABBA)
        subprocess.run(["clang++-19", "-std=c++20", "-c", "pair.cpp", "-o", "pair.o"], cwd=self.directory, check=True)
        self.assertIn("recall 100.00 %", self.run_check("-p", ".", "--prove-complete", "pair.o", code=1).stdout)

    def test_other_languages_and_other_compilers_options(self):
        self.project(counter=COUNTER)
        with open(os.path.join(self.directory, "compile_commands.json"), encoding="utf-8") as file:
            entries = json.load(file)
        entries[0]["arguments"][1:1] = ["-fconcepts-diagnostics-depth=2"]
        entries.append({"directory": ".", "file": "start.S", "arguments": ["cc", "-c", "start.S"]})
        self.write("compile_commands.json", json.dumps(entries))
        result = self.run_check("-p", ".", "--format=json")
        self.assertIn("'-fconcepts-diagnostics-depth=2' is no option that Clang knows: 1 unit was read without it", result.stderr)
        self.assertIn("entry in assembler (1)", result.stderr)
        found = json.loads(result.stdout)
        self.assertEqual((found["analysis"]["units"], found["analysis"]["units_failed"]), (1, 0))
        self.assertEqual(found["analysis"]["skipped"]["entry in assembler"], 1)
        self.assertIn("paraudit-mutable-global", found["analysis"]["checks"])
        self.assertEqual(found["root"], os.path.realpath(self.directory))

    def test_a_ledger_is_not_stale_where_a_unit_failed(self):
        self.project(counter=COUNTER, broken=BROKEN)
        self.write("l.yaml", "schema: paraudit.ledger\nversion: '1.0'\nstate:\n  - {id: 'gone', decision: leave}\n")
        self.assertNotIn("remove the entry", self.run_check("-p", ".", "--ledger=l.yaml", code=3).stdout)
        self.assertIn("remove the entry", self.run_check("-p", ".", "counter.cpp", "--ledger=l.yaml").stdout)

    def test_a_pair_in_both_orders_is_not_to_be_declared_as_it_is(self):
        self.project(pair=ABBA)
        out = self.run_check("-p", ".", "--checks=paraudit-lock-order-undeclared").stdout
        self.assertIn("elsewhere it is the other way round: decide on one order", out)
        self.assertNotIn("if this is the order, declare it", out)


class Fixed(Case):
    def text(self, name):
        with open(os.path.join(self.directory, name), encoding="utf-8") as file:
            return file.read()

    def compile(self, name):
        subprocess.run(["clang++-19", "-std=c++20", "-Werror", "-Wthread-safety", "-Wthread-safety-beta", "-fsyntax-only", name],
                       cwd=self.directory, check=True)

    def test_counters_become_atomic(self):
        self.project(counter="static int hits = 0;\nvoid hit() { ++hits; }\nint total() { return hits; }\n")
        self.assertIn("note: make 'counter.cpp::hits' atomic; --fix does it where the program still compiles", self.run_check("-p", ".").stdout)
        self.assertIn("Applied 1 of 1 fixes", self.run_check("-p", ".", "--fix").stderr)
        self.assertTrue(self.text("counter.cpp").startswith("#include <atomic>\nstatic std::atomic<int> hits{0};\n"))
        self.compile("counter.cpp")
        self.assertEqual(self.run_check("-p", ".").stdout, "")

    def test_what_would_not_compile_is_left(self):
        source = 'extern "C" int printf(const char*, ...);\nstatic int hits = 0;\nvoid hit() { ++hits; }\n' \
                 'void show() { printf("%d", hits); }\n'
        self.project(counter=source, other="static int misses = 0;\nvoid miss() { ++misses; }\n")
        told = self.run_check("-p", ".", "--fix").stderr
        self.assertIn("Applied 1 of 2 fixes", told)
        self.assertIn("counter.cpp:2: fix left out: make 'counter.cpp::hits' atomic; with it a unit does not compile", told)
        self.assertEqual(self.text("counter.cpp"), source)
        self.assertIn("std::atomic<int> misses{0}", self.text("other.cpp"))

    def test_a_byte_order_mark_stays_first(self):
        for first in ("", "#include <vector>\n", "// about\n"):
            self.project(counter="\ufeff" + first + "static int hits = 0;\nvoid hit() { ++hits; }\n")
            self.assertIn("Applied 1 of 1 fixes", self.run_check("-p", ".", "--fix").stderr)
            self.assertTrue(self.text("counter.cpp").startswith("\ufeff" + first + "#include <atomic>\n"), self.text("counter.cpp"))

    def test_a_file_that_nobody_may_write_is_left(self):
        source = "static int hits = 0;\nvoid hit() { ++hits; }\n"
        self.project(counter=source)
        path = os.path.join(self.directory, "counter.cpp")
        os.chmod(path, 0o444)
        self.assertIn("Permission denied", self.run_check("-p", ".", "--fix", code=2).stderr)
        self.assertEqual(self.text("counter.cpp"), source)
        os.chmod(path, 0o640)
        self.run_check("-p", ".", "--fix")
        self.assertEqual(os.stat(path).st_mode & 0o777, 0o640)

    def test_orders_are_declared(self):
        self.project(nest=CAPABILITY)
        self.run_check("-p", ".", "--fix")
        self.assertIn("static Mutex inner __attribute__((acquired_after(outer)));", self.text("nest.cpp"))
        self.compile("nest.cpp")
        self.assertNotIn("lock-order-undeclared", self.run_check("-p", ".").stdout)

    def test_unsafe_counters_are_left(self):
        for body in ("if (n < 9) ++n;", "int x = n; n = x + 1;", "int* p = &n; ++*p; ++n;"):
            source = f"static int n = 0;\nvoid f() {{ {body} }}\n"
            self.project(counter=source)
            self.run_check("-p", ".", "--fix")
            self.assertEqual(self.text("counter.cpp"), source)

    def test_initialisation_by_hand_becomes_call_once(self):
        self.project(table=LAZY)
        self.assertIn("note: initialise 'table.cpp::table' under std::call_once", self.run_check("-p", ".").stdout)
        self.assertIn("Applied 2 of 2 fixes", self.run_check("-p", ".", "--fix").stderr)
        self.assertIn("std::call_once(table_once, [&] {\n    table = new Table;\n  });", self.text("table.cpp"))
        self.assertIn("std::call_once(ready_once, [&] {", self.text("table.cpp"))
        self.compile("table.cpp")
        self.assertNotIn("lazy-init", self.run_check("-p", ".").stdout)

    def test_initialisations_that_more_depends_on_are_left(self):
        for old, new in (("Table* table;", "Table* table = first();"),
                         ("Table* get() {", "void reset() { table = nullptr; }\nTable* get() {"),
                         ("table = new Table;", "{ table = new Table; get(); }"),
                         ("static bool ready", "bool ready")):
            source = "struct Table; Table* first();\n" + LAZY.replace(old, new)
            self.project(table=source)
            self.assertIn("Applied 1 of 1 fixes", self.run_check("-p", ".", "--fix").stderr, new)
            self.compile("table.cpp")

    def test_inferred_guards_are_declared_on_members(self):
        self.project(queue=GUARDED_MEMBER)
        self.run_check("-p", ".", "--checks=paraudit-unguarded-access", "--fix")
        self.assertIn("int size __attribute__((guarded_by(mutex))) = 0;", self.text("queue.cpp"))
        subprocess.run(["clang++-19", "-std=c++20", "-fsyntax-only", "queue.cpp"], cwd=self.directory, check=True)

    def test_exported_fixes_are_applied_by_clangs_own_tool(self):
        self.project(counter="static int hits = 0;\nvoid hit() { ++hits; }\n", nest=CAPABILITY)
        self.run_check("-p", ".", "--export-fixes=fixes.yaml")
        self.assertTrue(self.text("counter.cpp").startswith("static int"))
        try:
            subprocess.run(["clang-apply-replacements-19", "."], cwd=self.directory, check=True)
        except FileNotFoundError:
            self.skipTest("clang-apply-replacements-19 is not installed (scripts/setup)")
        self.assertIn("static std::atomic<int> hits{0};", self.text("counter.cpp"))
        self.assertIn("acquired_after(outer)", self.text("nest.cpp"))
        self.compile("counter.cpp")


if __name__ == "__main__":
    cli_case.PROGRAM = os.path.realpath(sys.argv.pop(1))
    unittest.main()
