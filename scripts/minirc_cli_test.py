#!/usr/bin/env python3
"""What minirc says, returns and leaves behind when something is wrong with its inputs, outputs or options."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

MINIRC = os.path.abspath(os.path.join(os.environ.get("PARAUDIT_BUILD_DIR", "build/release"), "bin/minirc"))
HELLO = 'fn main() {\n    println!("hello");\n}\n'


class CommandLine(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.dir = pathlib.Path(self.scratch.name)
        (self.dir / "hello.rs").write_text(HELLO)

    def tearDown(self):
        self.scratch.cleanup()

    def minirc(self, *args):
        return subprocess.run([MINIRC, *args], capture_output=True, text=True, cwd=self.dir, timeout=60)

    def files(self):
        return sorted(p.name for p in self.dir.iterdir())

    def fails(self, done, *texts):
        self.assertEqual(done.returncode, 1, done.stderr)
        for text in texts:
            self.assertIn(text, done.stderr)

    def test_executable_is_named_after_the_crate(self):
        done = self.minirc("hello.rs")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        run = subprocess.run([self.dir / "hello"], capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "hello\n", ""))
        self.assertEqual(self.files(), ["hello", "hello.rs"])

    def test_missing_input(self):
        self.fails(self.minirc("nothing.rs"), "nothing.rs", "No such file or directory")
        self.assertEqual(self.files(), ["hello.rs"])

    def test_directory_as_input(self):
        self.fails(self.minirc("."), "error")

    def test_input_that_is_not_utf8(self):
        (self.dir / "latin.rs").write_bytes(b"fn main() { /* caf\xe9 */ }\n")
        self.fails(self.minirc("latin.rs"), "latin.rs", "UTF-8")

    def test_missing_module_file(self):
        (self.dir / "main.rs").write_text("mod gone;\nfn main() {}\n")
        self.fails(self.minirc("main.rs"), "E0583", "main.rs:1")

    def test_syntax_error(self):
        (self.dir / "bad.rs").write_text("fn main( {\n")
        self.fails(self.minirc("bad.rs"), "error", "bad.rs:1")
        self.assertEqual(self.files(), ["bad.rs", "hello.rs"])

    def test_output_directory_missing(self):
        self.fails(self.minirc("hello.rs", "-o", "no/such/out"), "no/such/out", "No such file or directory")

    def test_output_is_a_directory(self):
        (self.dir / "out").mkdir()
        self.fails(self.minirc("hello.rs", "-o", "out"), "could not write output to out", "Is a directory")
        self.assertEqual(list((self.dir / "out").iterdir()), [])

    def test_full_disk(self):
        self.fails(self.minirc("hello.rs", "-o", "/dev/full"), "/dev/full", "No space left on device")

    def test_an_old_executable_survives_a_failed_compilation(self):
        (self.dir / "hello").write_text("precious")
        (self.dir / "hello.rs").write_text("fn main() { missing(); }\n")
        self.fails(self.minirc("hello.rs"), "E0425")
        self.assertEqual((self.dir / "hello").read_text(), "precious")
        self.assertEqual(self.files(), ["hello", "hello.rs"])

    def test_unknown_options(self):
        self.fails(self.minirc("hello.rs", "-Z", "nonsense"), "unknown unstable option: `nonsense`")
        self.fails(self.minirc("hello.rs", "-C", "lto"), "unknown codegen option: `lto`")
        self.fails(self.minirc("hello.rs", "-Z", "threads=many"), "incorrect value `many` for -Z threads")
        self.fails(self.minirc("hello.rs", "-Z", "shards=3"), "a power of two was expected")
        self.fails(self.minirc("hello.rs", "-Z", "arena=mine"), "`worker` or `shared` was expected")
        self.fails(self.minirc("hello.rs", "-Z", "query-cache=none"), "`sharded` or `dense` was expected")
        self.fails(self.minirc(), "INPUT")

    def acquisitions(self, *options):
        """{lock class: acquisitions} of one recorded compilation at two threads."""
        environment = {**os.environ, "PARAUDIT_RECORD": "count", "PARAUDIT_TRACE_DIR": str(self.dir / "trace")}
        subprocess.run([MINIRC, "sums.rs", "-o", "out", "-Z", "threads=2", *options], cwd=self.dir, env=environment, check=True)
        report = os.path.join(os.path.dirname(MINIRC), "paraudit-report")
        subprocess.run([report, "trace", "-o", "report.json", "--quiet"], cwd=self.dir, capture_output=True)
        locks = json.loads((self.dir / "report.json").read_text())["locks"]
        shutil.rmtree(self.dir / "trace")
        return {lock["name"]: lock["acquisitions"] for lock in locks}

    def test_contention_on_demand_shows_in_a_recording_and_not_in_the_output(self):
        if not os.path.exists(os.path.join(os.path.dirname(MINIRC), "paraudit-report")):
            self.skipTest("no paraudit-report in this build")
        functions = "".join(f"fn f{i}(x: i32) -> i32 {{ x + x + x + x + x }}\n" for i in range(100))
        (self.dir / "sums.rs").write_text(functions + "fn main() { f0(1); }\n")
        table, arena = "minirc::InternTable::shards_", "minirc::driver::Compiler::shared_arena_"
        modern = self.acquisitions()
        executable = (self.dir / "out").read_bytes()
        past = self.acquisitions("-Z", "interner=global-lock", "-Z", "arena=shared")
        self.assertGreater(past[table], 2 * modern[table])
        self.assertNotIn(arena, modern)
        self.assertGreater(past[arena], 10)
        self.assertEqual((self.dir / "out").read_bytes(), executable)

    def test_a_dense_query_cache_takes_no_lock_and_makes_the_same_program(self):
        if not os.path.exists(os.path.join(os.path.dirname(MINIRC), "paraudit-report")):
            self.skipTest("no paraudit-report in this build")
        (self.dir / "sums.rs").write_text("const N: i32 = 3;\nfn f(x: i32) -> i32 { x + N }\nfn main() { f(0); }\n")
        cache = "minirc::query::QueryTable::cache_"
        self.assertGreater(self.acquisitions()[cache], 10)
        executable = (self.dir / "out").read_bytes()
        self.assertNotIn(cache, self.acquisitions("-Z", "query-cache=dense"))
        self.assertEqual((self.dir / "out").read_bytes(), executable)

    def test_small_functions_of_other_units_are_inlined_when_optimising(self):
        loop = "let mut i = 0; while i < 99 { i += one(i); } println!(\"{}\", i);"
        (self.dir / "far.rs").write_text("mod other { pub fn one(x: i32) -> i32 { if x < 0 { 2 } else { 1 } } }\n"
                                         "use other::one;\nfn main() { " + loop + " }\n")
        for level, calls in (("-O0", True), ("-O2", False)):
            done = self.minirc("far.rs", level, "-C", "codegen-units=4", "--emit", "llvm-ir", "-o", "-")
            self.assertEqual(bool(re.search(r"call .*3one", done.stdout)), calls, level)
            self.assertIn("define", done.stdout)

    def test_options_may_come_before_the_input(self):
        for before in (["-Z", "threads=2"], ["-C", "opt-level=1", "-Z", "threads=1"], ["--emit", "mir,link"], ["-Copt-level=1"]):
            self.assertEqual(self.minirc(*before, "hello.rs").returncode, 0, before)

    def test_a_jobserver_that_cannot_be_used_is_named(self):
        done = subprocess.run([MINIRC, "hello.rs", "-Z", "threads=2"], cwd=self.dir, capture_output=True, text=True,
                              env={**os.environ, "MAKEFLAGS": " -j2 --jobserver-auth=fifo:/nonexistent"})
        self.assertEqual(done.returncode, 0)
        self.assertIn("warning: ", done.stderr)
        self.assertIn("/nonexistent", done.stderr)

    def test_under_make_the_tokens_are_shared_and_come_back(self):
        (self.dir / "Makefile").write_text(
            "all: a b c\na b c:\n\t+" + f"{MINIRC} hello.rs -o $@ -Z threads=4\n")
        environment = {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}
        done = subprocess.run(["make", "-j2"], cwd=self.dir, capture_output=True, text=True, timeout=120, env=environment)
        self.assertEqual((done.returncode, done.stderr), (0, ""))  # make itself complains of tokens that are lost

    def test_help_shows_examples(self):
        done = self.minirc("--help")
        self.assertEqual(done.returncode, 0)
        for text in ("minirc hello.rs", "codegen-units=N", "threads=N"):
            self.assertIn(text, done.stdout)

    def test_emit_kinds(self):
        done = self.minirc("hello.rs", "--emit", "mir,llvm-ir,obj,link", "-C", "codegen-units=1")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.files(), ["hello", "hello.ll", "hello.mir", "hello.o", "hello.rs"])
        self.assertIn("fn main()", (self.dir / "hello.mir").read_text())
        self.assertIn("define ", (self.dir / "hello.ll").read_text())
        self.assertEqual((self.dir / "hello.o").read_bytes()[:4], b"\x7fELF")

    def test_ir_to_standard_output(self):
        done = self.minirc("hello.rs", "--emit", "llvm-ir", "-o", "-")
        self.assertEqual(done.returncode, 0)
        self.assertIn("minirc_user_main", done.stdout)

    def test_check_only(self):
        (self.dir / "lib.rs").write_text("pub fn f() -> i32 {\n    1\n}\n")
        done = self.minirc("lib.rs", "--crate-type", "lib")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.files(), ["hello.rs", "lib.rs"])

    def test_json_errors_are_one_object_a_line(self):
        import json
        (self.dir / "bad.rs").write_text("fn main() {\n    let x: i32 = true;\n}\n")
        done = self.minirc("bad.rs", "--error-format", "json")
        self.assertEqual(done.returncode, 1)
        objects = [json.loads(line) for line in done.stderr.splitlines()]
        self.assertEqual(objects[0]["code"]["code"], "E0308")
        self.assertEqual(objects[0]["spans"][0]["line_start"], 2)

    def unsupported(self, source, *texts):
        (self.dir / "odd.rs").write_text(source)
        done = self.minirc("odd.rs")
        self.fails(done, *[f"{text} is not supported by minirc" for text in texts])
        self.assertEqual(self.files(), ["hello.rs", "odd.rs"])

    def test_aggregates_by_value_are_not_for_c(self):
        self.unsupported("#[repr(C)]\nstruct D {\n    quot: i32,\n    rem: i32,\n}\nextern \"C\" {\n    fn div(a: i32, b: i32) -> D;\n}\n"
                         "fn main() {\n    let d = unsafe { div(7, 2) };\n    println!(\"{}\", d.quot);\n}\n",
                         '`D` by value in the signature of an `extern "C"` function')
        self.unsupported("extern \"C\" fn f(a: [i32; 2], b: (i32, i32), c: *const [i32; 2]) -> (u8, u8) {\n    (a[0] as u8, b.1 as u8)\n}\nfn main() {}\n",
                         '`[i32; 2]` by value in the signature of an `extern "C"` function',
                         '`(i32, i32)` by value in the signature of an `extern "C"` function',
                         '`(u8, u8)` by value in the signature of an `extern "C"` function')
        self.unsupported("struct Q(u8);\nstruct P {\n    f: extern \"C\" fn(Q) -> i32,\n}\nfn main() {}\n",
                         '`Q` by value in the signature of an `extern "C"` function')
        self.unsupported("struct Q(u8);\nextern \"C\" {\n    fn printf(f: *const u8, ...) -> i32;\n}\nfn main() {\n    unsafe { printf(b\"\\0\".as_ptr(), Q(1)); }\n}\n",
                         "an argument of type `Q` for a variadic function")

    def test_what_would_change_the_program_is_not_ignored(self):
        self.unsupported('fn main() {\n    #[cfg(any())]\n    println!("x");\n}\n', "this attribute in this place")
        self.unsupported("struct S {\n    #[cfg(any())]\n    a: i32,\n}\nfn main() {}\n", "this attribute in this place")
        self.unsupported("#![no_main]\nfn main() {}\n", "this attribute in this place")
        self.unsupported("fn main() {\n    let mut a = 1;\n    (a, _) = (2, 3);\n}\n", "`_` in a destructuring assignment")
        self.unsupported('fn main() {\n    println!("{}", "x".trim());\n}\n', "the method `trim` of `str`")

    def test_nesting_has_a_limit_and_no_crash(self):
        for opening, closing in (("(", ")"), ("{", "}"), ("[", "]"), ("-", ""), ("1 + ", ""), ("if true {", "} else { 0 }")):
            self.unsupported(f"fn main() {{\n    let x = {opening * 10000}1{closing * 10000};\n}}\n", "nesting deeper than 1000 levels")
        (self.dir / "sum.rs").write_text("fn one() -> u64 {\n    1\n}\nfn main() {\n    println!(\"{}\", " + " + ".join(["one()"] * 900) + ");\n}\n")
        self.assertEqual(self.minirc("sum.rs").returncode, 0)
        self.assertEqual(subprocess.run([self.dir / "sum"], capture_output=True, text=True).stdout, "900\n")

    def test_huge_types_end_at_once(self):
        for source in ("struct T {\n    rows: [[u64; 1 << 31]; 1 << 31],\n}\nfn f(t: &T) -> u64 {\n    t.rows[0][1]\n}\nfn main() {\n    let g: fn(&T) -> u64 = f;\n    let _h = g;\n}\n",
                       "fn main() {\n    let a: &[u64; 1 << 61] = &[0; 1 << 61];\n    println!(\"{}\", a[5]);\n}\n",
                       "static A: [[u8; 4000000]; 4000000] = [[0; 4000000]; 4000000];\nfn main() {\n    println!(\"{}\", A[1][2]);\n}\n",
                       "extern \"C\" {\n    static BIG: [u64; 1 << 61];\n}\nfn main() {\n    unsafe { println!(\"{}\", BIG[0]); }\n}\n"):
            (self.dir / "big.rs").write_text(source)
            self.fails(self.minirc("big.rs"), "error: ", "big.rs:")

    def test_overflow_checks_follow_the_level_and_the_option(self):
        (self.dir / "wrap.rs").write_text("fn add(a: u8) -> u8 {\n    a + 250\n}\nfn main() {\n    println!(\"{}\", add(10));\n}\n")
        for args, code in ((["-O0"], 101), (["-O2"], 0), (["-O2", "-C", "overflow-checks"], 101), (["-C", "overflow-checks=no"], 0)):
            self.assertEqual(self.minirc("wrap.rs", *args).returncode, 0)
            run = subprocess.run([self.dir / "wrap"], capture_output=True, text=True)
            self.assertEqual(run.returncode, code, args)

    def test_debug_assertions_follow_the_level_and_the_option(self):
        (self.dir / "debug.rs").write_text("fn low(a: u8) -> bool {\n    a < 3\n}\nfn main() {\n    debug_assert!(low(1));\n"
                                           "    debug_assert_eq!(low(5), true);\n    println!(\"{}\", 250u8 as i8);\n}\n")
        for args, code in ((["-O0"], 101), (["-O2"], 0), (["-O2", "-C", "debug-assertions"], 101), (["-C", "debug-assertions=no"], 0)):
            self.assertEqual(self.minirc("debug.rs", *args).returncode, 0)
            self.assertEqual(subprocess.run([self.dir / "debug"], capture_output=True).returncode, code, args)
        (self.dir / "wrap.rs").write_text("fn add(a: u8) -> u8 {\n    a + 250\n}\nfn main() {\n    println!(\"{}\", add(10));\n}\n")
        for args, code in ((["-C", "debug-assertions=no"], 0), (["-O1", "-C", "debug-assertions"], 101),
                           (["-C", "debug-assertions=no", "-C", "overflow-checks"], 101)):
            self.assertEqual(self.minirc("wrap.rs", *args).returncode, 0)
            self.assertEqual(subprocess.run([self.dir / "wrap"], capture_output=True).returncode, code, args)

    def test_a_broken_pipe_is_a_panic_like_rust(self):
        (self.dir / "loop.rs").write_text("fn main() {\n    loop {\n        println!(\"y\");\n    }\n}\n")
        self.assertEqual(self.minirc("loop.rs").returncode, 0)
        run = subprocess.run("./loop | head -1 > /dev/null; exit ${PIPESTATUS[0]}", shell=True, executable="/bin/bash",
                             capture_output=True, text=True, cwd=self.dir, timeout=60)
        self.assertEqual(run.returncode, 101)
        self.assertIn("failed printing to stdout: Broken pipe", run.stderr)


if __name__ == "__main__":
    unittest.main()
