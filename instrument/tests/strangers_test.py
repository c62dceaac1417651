#!/usr/bin/env python3
"""Recorded programs that do what a recorder inside them does not expect: the program must not notice, what cannot be recorded
must be said once and counted, and the rest must be in the trace."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

import harness

RECORD, REPORT, TRACE = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("record", "report", "trace"))
ROUND = 400  # acquisitions
# A destructor of thread-specific data that sets it again runs once more, after the recorder's own.
LATE = """
#include <pthread.h>
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_key_t key;
void once_more(void* rounds) {
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  if ((long)rounds < 4)
    pthread_setspecific(key, (void*)((long)rounds + 1));
}
void* run(void* unused) {
  pthread_setspecific(key, (void*)1);
  return unused;
}
int main() {
  pthread_t thread;
  pthread_key_create(&key, once_more);
  pthread_create(&thread, 0, run, 0);
  pthread_join(thread, 0);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  return 0;
}
"""

# A C program knows no C++ run-time library until it loads a plug-in, which keeps it to itself.
PLUG_IN = """
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>
struct Life {
  Life() { // under the loader's lock, which the thread must not need
    std::thread([this] {
      static int one = std::getenv("NO_SUCH_NAME") ? 2 : 1;
      begun = one;
    }).join();
  }
  ~Life() { std::puts(begun ? "gone" : "never there"); }
  int begun = 0;
} life;
extern "C" int rounds(int count) {
  static int begin = std::getenv("NO_SUCH_NAME") ? 1 : 0;
  static std::mutex mutex;
  for (int i = begin; i < count; ++i)
    std::lock_guard guard(mutex);
  std::thread([] {}).join();
  return std::async(std::launch::async, [=] { return count; }).get();
}
"""
HOST = """
#include <dlfcn.h>
#include <stdio.h>
int main(int count, char** arguments) {
  for (int round = 0; round < 2; ++round) {
    void* plug_in = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    int (*rounds)(int) = plug_in ? dlsym(plug_in, "rounds") : 0;
    if (!rounds)
      return puts(dlerror()), 2;
    printf("%d\\n", rounds(100));
    fflush(stdout);
    dlclose(plug_in);
  }
  return 0;
}
"""


class Strangers(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="paraudit-test-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.program = os.path.join(cls.directory.name, "stranger")
        source = os.path.join(harness.TESTDATA, "strangers.cpp")
        harness.run(["g++", "-g", "-std=c++20", "-pthread", source, "-o", cls.program])

    def record(self, *arguments, output=f"{2 * ROUND}\n", env=None, options=()):
        """Records one run, which prints what it prints by itself; returns what the recorder said on standard error."""
        trace = self.path("trace")
        result = subprocess.run([RECORD, "-o", trace, *options, "--", self.program, *arguments], capture_output=True, text=True,
                                timeout=120, env={**os.environ, **(env or {})})
        if result.returncode == 77:
            self.skipTest("only root may do this")
        self.assertEqual((result.returncode, result.stdout), (0, output), result.stderr)
        self.records = json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]
        return [line for line in result.stderr.splitlines() if not line.startswith("paraudit record: ")]

    def acquisitions(self):
        """Of the program's mutex, by process, smallest first."""
        by_process = {}
        for each in self.records:
            if each["record"] == "process":
                current = by_process.setdefault(each["directory"], [])
            elif each["record"] == "slot":
                current.append(each["acquisitions"])
        return sorted(sum(counts) for counts in by_process.values())

    def dropped(self):
        return {each["name"]: each["value"] for each in self.records if each["record"] == "counter" and each["value"] != 0}

    def test_a_c_program_with_a_plug_in_in_cpp(self):
        for name, text in (("plug_in.cpp", PLUG_IN), ("host.c", HOST)):
            with open(self.path(name), "w") as stream:
                stream.write(text)
        plug_in = self.path("plug_in.so")
        harness.run(["g++", "-shared", "-fPIC", "-pthread", self.path("plug_in.cpp"), "-o", plug_in])
        harness.run(["gcc", self.path("host.c"), "-o", self.path("host")])
        plain = harness.run([self.path("host"), plug_in]).stdout
        result = harness.run([RECORD, "-o", self.path("trace"), "--", self.path("host"), plug_in])
        self.assertEqual(result.stdout, plain)
        self.assertEqual(plain.count("100\n"), 2)
        records = json.loads(harness.run([TRACE, "dump", "--format", "json", self.path("trace")]).stdout)["records"]
        mutexes = {each["id"] for each in records if each["record"] == "class" and each["kind"] == "mutex"}
        taken = sum(each["acquisitions"] for each in records if each["record"] == "slot" and each["class"] in mutexes)
        self.assertGreaterEqual(taken, 200)

    def test_children_by_vfork_and_spawn_have_their_own_traces(self):
        for way in ("vfork", "spawn"):
            shutil.rmtree(self.path("trace"), ignore_errors=True)
            self.assertEqual(self.record(way, output=2 * f"{2 * ROUND}\n"), [])
            own, child = self.acquisitions()
            self.assertEqual(own, child)
            self.assertGreaterEqual(own, 2 * ROUND)

    def test_a_daemon_is_recorded_to_its_end(self):
        out = self.path("out")
        with open(out, "w") as stream:
            subprocess.run([RECORD, "-o", self.path("trace"), "--", self.program, "daemon"], stdout=stream, check=True, timeout=60,
                           stderr=subprocess.DEVNULL)
        for _ in range(200):
            if os.path.getsize(out):
                break
            time.sleep(0.05)
        time.sleep(0.3)  # it ends
        self.records = json.loads(harness.run([TRACE, "dump", "--format", "json", self.path("trace")]).stdout)["records"]
        for count in self.acquisitions():
            self.assertGreaterEqual(count, ROUND)
        self.assertEqual(len(self.acquisitions()), 2)
        self.assertEqual(sorted(each["ended"] for each in self.records if each["record"] == "process"), [False, True])

    def test_a_program_that_closes_every_descriptor(self):
        mine = self.path("mine")
        self.assertEqual(self.record("close-all", mine, output=""), [])
        with open(mine) as file:
            self.assertEqual(file.read(), "mine")
        self.assertGreaterEqual(self.acquisitions()[0], 3 * ROUND)
        self.assertEqual(self.dropped(), {})

    def test_another_root_is_left_alone(self):
        os.mkdir(self.path("root"))
        said = self.record("chroot", self.path("root"))
        self.assertEqual(len(said), 2, said)  # the process, and its child
        self.assertIn("a thread is not recorded: ", said[0] + said[1])
        self.assertIn("cannot record: ", said[0] + said[1])
        self.assertEqual(os.listdir(self.path("root")), [])
        self.check_half_recorded()

    def test_rights_that_are_dropped(self):
        os.chmod(self.scratch, 0o755)
        said = self.record("drop-rights")
        self.assertIn("Permission denied (the program runs on)", said[0])
        self.check_half_recorded()

    def check_half_recorded(self):
        """The threads of the first round are in the trace, those of the second counted."""
        (count,) = self.acquisitions()
        self.assertGreaterEqual(count, ROUND)
        self.assertLess(count, 2 * ROUND)
        self.assertEqual(list(self.dropped()), ["dropped: by threads that are not recorded"])

    def test_small_limits(self):
        for way, why in (("few-files", "Too many open files"), ("small-files", "File too large"),
                         ("little-memory", "Cannot allocate memory")):
            shutil.rmtree(self.path("trace"), ignore_errors=True)
            said = self.record(way)
            self.assertEqual(len(said), 1, said)
            self.assertIn(f"{why} (the program runs on)", said[0])
            self.check_half_recorded()

    def test_the_smallest_stacks(self):
        self.assertEqual(self.record("small-stacks", output=f"{2 * ROUND + 20}\n"), [])
        self.assertGreaterEqual(self.acquisitions()[0], 2 * ROUND + 20)

    def test_processes_that_end_without_their_destructors_leave_little_on_the_disk(self):
        trace = self.path("trace")
        harness.run([RECORD, "-o", trace, "--", "sh", "-c", "i=0; while [ $i -lt 20 ]; do (:); i=$((i+1)); done"])
        files = [os.path.join(directory, name) for directory, _, names in os.walk(trace) for name in names]
        self.assertGreaterEqual(len(files), 20)
        self.assertLess(sum(512 * os.stat(file).st_blocks for file in files), len(files) << 20)

    def test_what_a_late_destructor_locks_is_in_the_reports_headline(self):
        source = os.path.join(self.directory.name, "late.c")
        with open(source, "w") as out:
            out.write(LATE)
        late = self.path("late")
        harness.run(["gcc", "-pthread", source, "-o", late])
        harness.run([RECORD, "-o", self.path("trace"), "--", late])
        report = self.path("report.json")
        text = subprocess.run([REPORT, self.path("trace"), "-o", report], capture_output=True, text=True).stdout
        with open(report) as file:
            self.assertGreater(json.load(file)["recorder"]["drops"], 0)
        self.assertIn("dropped by the recorder; the notes of the runs say why", text)

    def test_more_threads_than_the_limit(self):
        said = self.record("threads", "300", output=f"{2 * ROUND + 300}\n", env={"PARAUDIT_MAX_THREADS": "250"})
        self.assertEqual(said, ["paraudit: a thread is not recorded: more than PARAUDIT_MAX_THREADS were started (the program runs on)"])
        process = next(each for each in self.records if each["record"] == "process")
        self.assertEqual(process["threads_dropped"], 1 + 8 + 300 - 250)
        self.assertEqual(list(self.dropped()), ["dropped: by threads that are not recorded"])

    def test_five_thousand_threads(self):
        self.assertEqual(self.record("threads", "5000", output=f"{2 * ROUND + 5000}\n", env={"PARAUDIT_MAX_THREADS": "8000"}), [])
        self.assertGreaterEqual(self.acquisitions()[0], 2 * ROUND + 5000)
        self.assertEqual(self.dropped(), {})
        edges = [each for each in self.records if each["record"] == "thread_edge"]
        self.assertEqual(len(edges), 2 * (8 + 5000), "each was started, and joined, however many were not yet")

    def test_a_program_that_confines_itself_is_not_killed_for_our_system_calls(self):
        self.program = self.compile("g++", "-O0", sources=["confined.cpp"])
        for way, taken in (("prctl", 501), ("seccomp", 1002), ("strict", 0)):
            for mode in ("", "--timeline"):
                shutil.rmtree(self.path("trace"), ignore_errors=True)
                self.assertEqual(self.record(way, output="200\n" if way == "seccomp" else "100\n", options=[mode] if mode else []), [])
                self.assertEqual(self.dropped(), {})
                locks = [each["acquisitions"] for each in self.records if each["record"] == "slot"]
                self.assertEqual(sum(locks), taken + (way == "prctl") + 2 * (way == "seccomp"), "and the semaphore's signals")
        shutil.rmtree(self.path("trace"))
        self.assertEqual(self.record("prctl", "threads", output="200\n"), [])
        self.assertEqual(list(self.dropped()), ["dropped: by threads that are not recorded"])
        process = next(each for each in self.records if each["record"] == "process")
        self.assertEqual((process["threads_dropped"], process["ended"]), (1, True))

    def test_an_end_without_destructors(self):
        self.assertEqual(self.record("quick-exit", output=""), [])
        self.assertGreaterEqual(self.acquisitions()[0], ROUND)
        self.assertFalse(next(each for each in self.records if each["record"] == "process")["ended"])

    def test_a_robust_mutex_that_cannot_be_recovered(self):
        self.record("lost-robust-mutex")
        self.assertGreaterEqual(self.acquisitions()[0], 2 * ROUND)

    def test_another_interposer_sees_every_call(self):
        other = self.path("interposer.so")
        harness.run(["gcc", "-shared", "-fPIC", os.path.join(harness.TESTDATA, "interposer.c"), "-o", other])
        said = self.record("nothing", env={"LD_PRELOAD": other})
        calls = [int(line.split()[1]) for line in said if line.startswith("interposer: ")]
        self.assertGreaterEqual(max(calls), 2 * ROUND)
        self.assertGreaterEqual(self.acquisitions()[0], 2 * ROUND)

    def test_types_that_record_themselves_under_the_preload_library(self):
        program, trace = os.path.join(harness.BUILD, "test-bin", "runtime_recorded_program"), self.path("trace")
        harness.run([RECORD, "-o", trace, "--", program, "counts"])
        records = json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]
        self.assertEqual(len([each for each in records if each["record"] == "process"]), 1, "two recorders")
        taken = sum(each["acquisitions"] for each in records if each["record"] == "slot" and each["name"] == "ns::outer")
        self.assertEqual(taken, 4 * 1000 + 1)
        waits = {each["name"] for each in records if each["record"] == "object_wait"}
        self.assertTrue(waits, "what the preload library alone sees, the joins, is there too")

    def test_what_a_handler_locks_inside_an_interposer_is_recorded_or_counted(self):
        signals = 600
        self.assertEqual(self.record("handlers", str(signals)), [])
        spinlocks = {each["id"] for each in self.records if each["record"] == "class" and each["kind"] == "spinlock"}
        taken = sum(each["acquisitions"] for each in self.records if each["record"] == "slot" and each["class"] in spinlocks)
        dropped = self.dropped()
        self.assertEqual(list(dropped), ["dropped: recorder re-entered"], "some come at a bad moment")
        self.assertEqual(taken + dropped["dropped: recorder re-entered"] // 2, signals, "each locks and unlocks")
        result = harness.run([REPORT, self.path("trace"), "-o", self.path("report.json")], check=False)
        with open(self.path("report.json")) as stream:
            self.assertIn("dropped: recorder re-entered", stream.read(), result.stdout)

    def test_threads_that_outlive_the_main_thread(self):
        joins = 9
        self.assertEqual(self.record("main-ends"), [])
        self.assertEqual(self.acquisitions(), [2 * ROUND + 1 + joins], "the last one in a destructor")
        self.assertEqual(self.dropped(), {})
        shutil.rmtree(self.path("trace"))
        self.assertEqual(self.record("last-ends"), [])
        self.assertEqual(self.acquisitions(), [2 * ROUND + joins])
        self.assertEqual(self.dropped(), {"dropped: after the thread's end": 2}, "its thread has ended: lock and unlock")

    def test_stopped_and_continued(self):
        process = subprocess.Popen([RECORD, "-o", self.path("trace"), "--", "sh", "-c", f"echo $$; exec {self.program} threads 500"],
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        recorded = int(process.stdout.readline())
        os.kill(recorded, signal.SIGSTOP)
        time.sleep(0.2)
        self.assertIsNone(process.poll())
        os.kill(recorded, signal.SIGCONT)
        out, _ = process.communicate(timeout=60)
        self.assertEqual((out, process.returncode), (f"{2 * ROUND + 500}\n", 0))


if __name__ == "__main__":
    unittest.main()
