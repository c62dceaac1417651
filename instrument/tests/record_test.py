#!/usr/bin/env python3
"""The command line of `paraudit record`: what it refuses and how it says so, signals, exit status, environment."""
import os
import shutil
import signal
import subprocess
import unittest

import harness
import site_counts

RECORD = os.path.join(harness.BIN, "paraudit-record")


class Record(harness.Case):
    def record(self, *arguments, env=None):
        return harness.run([RECORD, *arguments], env=env, check=False, cwd=self.scratch)

    def refused(self, code, text, *arguments):
        """Refused with this code and message, and nothing left behind."""
        before = sorted(os.listdir(self.scratch))
        result = self.record(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(text, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertEqual(sorted(os.listdir(self.scratch)), before)

    def executable(self, name, text, mode=0o755):
        with open(self.path(name), "w") as stream:
            stream.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def test_help_shows_examples(self):
        result = self.record("--help")
        self.assertEqual(result.returncode, 0)
        self.assertIn("usage: paraudit record [-o DIR]", result.stdout)
        self.assertIn("paraudit record -- ./server --threads 8", result.stdout)

    def test_bad_usage(self):
        self.refused(2, "no command to run")
        self.refused(2, "no command to run", "-o", "trace", "--")
        self.refused(2, "unknown option '--bogus'", "--bogus", "true")
        self.refused(2, "1 required DIR missing", "-o")

    def test_what_cannot_run(self):
        self.refused(127, "command not found", "no-such-command")
        self.refused(127, "command not found", "./no-such-file")
        self.refused(126, "it is a directory", "./")
        self.refused(126, "is it executable?", self.executable("data", "hello", 0o644))
        self.refused(126, "neither a program nor a script", self.executable("text", "hello\n"))
        self.refused(127, "command not found", self.executable("script", "#!/no/such/interpreter\n"))
        self.refused(126, "truncated", self.executable("torn", "\x7fELF"))

    def test_what_cannot_be_recorded(self):
        shutil.copy("/bin/true", self.path("setuid"))
        os.chmod(self.path("setuid"), 0o4755)
        self.refused(2, "setuid or setgid", "./setuid")
        source = self.executable("main.c", "int main(void) { return 0; }\n")
        harness.run(["gcc", "-static", source, "-o", self.path("static")])
        self.refused(2, "linked statically", "./static")
        harness.run(["gcc", source, "-o", self.path("whole")])
        with open(self.path("whole"), "rb") as file:
            whole = file.read()
        headers = int.from_bytes(whole[32:40], "little")
        for size, exit_code, message in ((100, 126, "truncated"), (headers + 10, 126, "truncated")):
            with open(self.executable("cut", ""), "wb") as file:
                file.write(whole[:size])
            self.refused(exit_code, message, "./cut")
        with open(self.executable("narrow", ""), "wb") as file:
            file.write(whole[:4] + b"\x01" + whole[5:])
        self.refused(2, "it is a 32-bit program", "./narrow")

    def test_calibration_runs_the_command_bare_too(self):
        self.executable("count", "#!/bin/sh\necho \"${PARAUDIT_RECORD:-bare}\" >> runs\nsleep 0.05\n")
        self.assertEqual(self.record("--calibrate", "-o", "trace", "./count").returncode, 0)
        with open(self.path("runs")) as file:
            self.assertEqual(file.read().split(), ["bare", "count", "bare"])
        with open(self.path("trace/calibration")) as file:
            first, *lines = file.read().splitlines()
        self.assertEqual(first, "paraudit.calibration 1")
        values = {name: float(value) for name, value in map(str.split, lines)}
        self.assertEqual(sorted(values), ["acquisition_ns", "bare_ns", "recorded_ns", "transfer_ns"])
        for name in ("bare_ns", "recorded_ns"):
            self.assertTrue(50e6 < values[name] < 30e9, values)
        self.assertTrue(1 < values["acquisition_ns"] < 1000, values)

    def test_nothing_is_calibrated_where_the_bare_command_ends_otherwise(self):
        self.executable("differs", "#!/bin/sh\n[ \"$PARAUDIT_RECORD\" = count ]\n")
        result = self.record("--calibrate", "-o", "trace", "./differs")
        self.assertEqual(result.returncode, 0, "the recorded run's")
        self.assertIn("not calibrated: without recording the command ended with 1 and 1, recorded with 0", result.stderr)
        self.assertFalse(os.path.exists(self.path("trace/calibration")))

    def test_trace_directory(self):
        os.mkdir(self.path("full"))
        self.executable("full/file", "")
        self.refused(2, "not empty", "-o", "full", "true")
        self.refused(2, "not a directory", "-o", "full/file", "true")
        self.refused(2, "cannot write the trace to '/proc/none'", "-o", "/proc/none", "true")

    def test_exit_status_is_the_commands(self):
        self.assertEqual(self.record("--", "sh", "-c", "exit 7").returncode, 7)
        self.assertEqual(self.record("sh", "-c", "kill -TERM $$").returncode, 128 + signal.SIGTERM)
        self.assertEqual(self.record("sh", "-c", "kill -SEGV $$").returncode, 128 + signal.SIGSEGV)

    def test_arguments_and_output_pass_through(self):
        result = self.record("-o", "trace", "--", "sh", "-c", 'echo "$0 $1"; echo err >&2', "-o", "a b")
        self.assertEqual(result.stdout, "-o a b\n")
        self.assertTrue(result.stderr.startswith("err\n"), result.stderr)
        self.assertEqual(result.stderr.count("\n"), 2)

    def test_environment(self):
        script = 'echo "$PARAUDIT_RECORD"; echo "$PARAUDIT_TRACE_DIR"; echo "$LD_PRELOAD"'
        lines = self.record("--timeline", "-o", "deep/trace", "sh", "-c", script).stdout.splitlines()
        self.assertEqual(lines, ["timeline", os.path.realpath(self.path("deep/trace")), harness.PRELOAD])
        extra = self.record("-o", "again", "sh", "-c", script, env={"LD_PRELOAD": "/lib/x86_64-linux-gnu/libm.so.6"})
        self.assertEqual(extra.stdout.splitlines()[2], harness.PRELOAD + ":/lib/x86_64-linux-gnu/libm.so.6")

    def test_signals_are_forwarded(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            script = f"trap 'echo caught; exit 9' {number.value}; echo ready; while :; do sleep 0.02; done"
            process = subprocess.Popen([RECORD, "--", "sh", "-c", script], cwd=self.scratch, text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual(process.stdout.readline(), "ready\n")
            process.send_signal(number)
            out, _ = process.communicate(timeout=30)
            self.assertEqual((out, process.returncode), ("caught\n", 9))

    @unittest.skipUnless(os.path.exists(harness.RECORDER), "the real recorder was not built")
    def test_children_are_followed_and_the_result_is_told(self):
        program = self.compile("g++", "-O1")
        script = f"{program} >/dev/null; cd /; {program} >/dev/null & wait"
        result = self.record("-o", "trace", "sh", "-c", script)
        folders = os.listdir(self.path("trace"))
        self.assertEqual(len([name for name in folders if name.startswith("subject-")]), 2)
        self.assertEqual(result.stderr, f"paraudit record: {len(folders)} processes recorded in trace; next: paraudit report "
                                        "trace -o report.html\n")
        counts = site_counts.by_line(site_counts.read_trace(self.path("trace")))
        expected = site_counts.expected_lines(os.path.join(harness.TESTDATA, "locks.cpp"))
        self.assertEqual(counts, {place: 2 * count for place, count in expected.items()})

    def test_runs_that_start_together_do_not_share_a_directory(self):
        running = [subprocess.Popen([RECORD, "--", "sh", "-c", "echo $PARAUDIT_TRACE_DIR"], cwd=self.scratch, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(8)]
        directories = [process.communicate(timeout=60)[0] for process in running]
        self.assertEqual([process.returncode for process in running], [0] * 8)
        self.assertEqual(len(set(directories)), 8, directories)

    def test_runs_that_name_one_directory_are_told_apart(self):
        running = [subprocess.Popen([RECORD, "-o", "trace", "--", "sleep", "0.5"], cwd=self.scratch, text=True,
                                    stderr=subprocess.PIPE) for _ in range(6)]
        told = [process.communicate(timeout=60)[1] for process in running]
        codes = sorted(process.returncode for process in running)
        self.assertEqual(codes, [0] + [2] * 5, told)
        for text in told:
            self.assertRegex(text, "recorded in trace|nothing was recorded|another 'paraudit record' is using|not empty")

    @unittest.skipUnless(os.path.exists(harness.RECORDER), "the real recorder was not built")
    def test_address_sanitizer_of_gcc(self):
        program = self.compile("g++", "-O1", "-fsanitize=address")
        result = self.record("-o", "trace", program)
        self.assertEqual((result.returncode, result.stdout), (0, harness.run([program]).stdout), result.stderr)
        counts = site_counts.by_line(site_counts.read_trace(self.path("trace")))
        self.assertEqual(counts, site_counts.expected_lines(os.path.join(harness.TESTDATA, "locks.cpp")))

    def test_default_directories_do_not_collide(self):
        os.mkdir(self.path("paraudit-trace"))
        self.executable("paraudit-trace/file", "")
        result = self.record("sh", "-c", "echo $PARAUDIT_TRACE_DIR")
        self.assertEqual(os.path.basename(result.stdout.strip()), "paraudit-trace.2")


if __name__ == "__main__":
    unittest.main()
