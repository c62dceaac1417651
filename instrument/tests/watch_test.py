#!/usr/bin/env python3
"""Watched state from the checker's findings to the report: what is raced on is confirmed with both sites, what is guarded
or ordered by fork and join or handed over is consistent, what nobody touches is never exercised; at every level and with LTO."""
import json
import os
import re
import unittest

import harness

SOURCE = os.path.join(harness.TESTDATA, "watched.cpp")
FINDINGS = os.path.join(harness.TESTDATA, "watched.findings.json")
CLANGXX, RECORD, REPORT, CHECK = (os.path.join(harness.BIN, "paraudit-" + name)
                                  for name in ("clang++", "record", "report", "check"))


def expected():
    """{line: verdict} of the subject's comments."""
    with open(SOURCE) as stream:
        return {number: match[1] for number, line in enumerate(stream, 1)
                if (match := re.search(r"// dynamic = (\w+)", line))}


class Watch(harness.Case):
    def judge(self, *flags, findings=FINDINGS):
        """The report on a recorded run of the subject."""
        program, trace, report = (self.path(name) for name in ("subject", "trace", "report.json"))
        harness.run([CLANGXX, f"--watch={findings}", "-std=c++20", "-pthread", *flags, SOURCE, "-o", program])
        harness.run([RECORD, "-o", trace, "--watch", findings, "--", program])
        result = harness.run([REPORT, trace, "--root", harness.TESTDATA, "--findings", findings, "-o", report], check=False)
        with open(report) as stream:
            return json.load(stream), result

    def check_verdicts(self, *flags):
        report, result = self.judge(*flags)
        states = {state["line"]: state for state in report["shared_state"]}
        self.assertEqual({line: state["dynamic"] for line, state in states.items()}, expected())
        for state in states.values():
            race = state.get("watched", {}).get("race", [])
            self.assertEqual(len(race), 2 if state["dynamic"] == "confirmed" else 0, state["name"])
            self.assertLessEqual({os.path.basename(access["file"]) for access in race}, {"watched.cpp"})
            self.assertEqual(len({access["thread"] for access in race}), len(race))
        self.assertEqual(result.returncode, 1, "a confirmed race fails the audit")
        return {state["name"]: state for state in states.values()}, report, result

    def test_O0(self):
        states, report, result = self.check_verdicts("-O0")
        with open(SOURCE) as stream:
            line = next(number for number, text in enumerate(stream, 1) if "++racy;" in text)
        self.assertEqual({access["line"] for access in states["demo::racy"]["watched"]["race"]}, {line})
        self.assertEqual(states["demo::guarded"]["watched"]["guards"], ["demo::guard"])
        self.assertIn("race on demo::racy", result.stdout)
        of_racy = [f for f in report["findings"] if f["line"] == states["demo::racy"]["line"]]
        self.assertEqual([f["dynamic"] for f in of_racy], ["confirmed"])

    def test_O2(self):
        self.check_verdicts("-O2")

    def test_O3_with_thin_link_time_optimisation(self):
        self.check_verdicts("-O3", "-flto=thin", "-fuse-ld=lld")

    def findings_of(self, source):
        """Findings on the variables whose expected verdict a subject's comments tell, in the form of the checker's."""
        with open(FINDINGS) as stream:
            document = json.load(stream)
        template, document["shared_state"] = document["shared_state"][0], []
        with open(source) as stream:
            for number, line in enumerate(stream, 1):
                if match := re.match(r"int (\w+) = 0; +// dynamic = (\w+)", line):
                    document["shared_state"].append({
                        **template, "id": f"demo::{match[1]}", "name": match[2], "symbol": f"_ZN4demo{len(match[1])}{match[1]}E",
                        "file": os.path.basename(source), "line": number, "accessors": []})
        with open(self.path("own.json"), "w") as stream:
            json.dump(document, stream)
        return self.path("own.json")

    def test_what_is_handed_over_is_no_race(self):
        source, program = os.path.join(harness.TESTDATA, "handovers.cpp"), self.path("subject")
        findings = self.findings_of(source)
        for level in ("-O0", "-O2"):
            harness.run([CLANGXX, f"--watch={findings}", "-std=c++20", "-pthread", level, source, "-o", program])
            for when in ("early", "late"):
                trace, report = (self.path(f"{level}{when}{name}") for name in ("-trace", ".json"))
                harness.run([RECORD, "-o", trace, "--", program, when])
                harness.run([REPORT, trace, "--root", harness.TESTDATA, "--findings", findings, "-o", report], check=False)
                with open(report) as stream:
                    states = json.load(stream)["shared_state"]
                self.assertEqual({state["id"]: state["dynamic"] for state in states},
                                 {state["id"]: state["name"] for state in states}, (level, when))
                self.assertEqual(len(states), 13)

    def test_what_is_reached_through_what_a_function_returns(self):
        with open(FINDINGS) as stream:
            document = json.load(stream)
        template, document["shared_state"] = document["shared_state"][0], []
        for file in ("watch_returned.cpp", "watch_returned.h", "watch_returned_elsewhere.cpp"):
            with open(os.path.join(harness.TESTDATA, file)) as stream:
                for number, line in enumerate(stream, 1):
                    if match := re.search(r"(Settings|int) (\w+)( = 0)?; +// dynamic = (\w+)", line):
                        symbol = {"settings": "_ZZN4demo9in_headerEvE8settings", "fixed": "_ZN4demoL5fixedE",
                                  "counter": "_ZZN4demo17counter_elsewhereEvE7counter"}
                        document["shared_state"].append({
                            **template, "id": match[2], "name": match[4], "file": file, "line": number, "accessors": [],
                            "type": "demo::Settings" if match[1] == "Settings" else "int",
                            "symbol": symbol.get(match[2], f"_ZN4demo{len(match[2])}{match[2]}E")})
        with open(self.path("returned.json"), "w") as stream:
            json.dump(document, stream)
        sources = [os.path.join(harness.TESTDATA, name) for name in ("watch_returned.cpp", "watch_returned_elsewhere.cpp")]
        for level in ("-O0", "-O2"):
            program, trace, report = (self.path(level + name) for name in ("program", "trace", "report.json"))
            harness.run([CLANGXX, f"--watch={self.path('returned.json')}", "-std=c++20", "-pthread", level, *sources, "-o", program])
            harness.run([RECORD, "-o", trace, "--", program])
            harness.run([REPORT, trace, "--root", harness.TESTDATA, "--findings", self.path("returned.json"), "-o", report], check=False)
            with open(report) as stream:
                states = json.load(stream)["shared_state"]
            self.assertEqual({state["id"]: state["dynamic"] for state in states}, {state["id"]: state["name"] for state in states}, level)
            self.assertEqual(len(states), 6)

    def test_fields_by_class_and_name(self):
        with open(FINDINGS) as stream:
            document = json.load(stream)
        template = document["shared_state"][0]
        for name in ("shared", "own"):
            document["shared_state"].append({**template, "id": f"demo::Node::{name}", "name": name, "kind": "field",
                                             "symbol": "", "accessors": [], "line": 0})
        with open(self.path("fields.json"), "w") as stream:
            json.dump(document, stream)
        report, _ = self.judge("-O1", findings=self.path("fields.json"))
        verdicts = {state["id"]: state["dynamic"] for state in report["shared_state"]}
        self.assertEqual(verdicts["demo::Node::shared"], "confirmed")
        self.assertEqual(verdicts["demo::Node::own"], "consistent")

    def test_the_findings_are_the_checkers(self):
        if not os.path.exists(CHECK):
            self.skipTest("the checker is not configured")
        with open(self.path("compile_commands.json"), "w") as stream:
            json.dump([{"directory": harness.TESTDATA, "file": "watched.cpp",
                        "command": "clang++-19 -std=c++20 -pthread -c watched.cpp"}], stream)
        harness.run([CHECK, "-p", self.scratch, "--root", harness.TESTDATA, "--format=json", "-o", self.path("new.json")],
                    check=False)
        with open(FINDINGS) as stored, open(self.path("new.json")) as new:
            self.assertEqual(*({(s["id"], s["line"], s["symbol"]) for s in json.load(each)["shared_state"] if s["kind"] != "field"}
                               for each in (stored, new)))

    def test_bad_findings(self):
        compile_it = [CLANGXX, "-c", SOURCE, "-std=c++20", "-o", self.path("o")]
        result = harness.run([*compile_it, "--watch=/no/such/file"], check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("paraudit check -p BUILD --format=json", result.stderr)
        result = harness.run([*compile_it, "--watch="], check=False)
        self.assertEqual(result.returncode, 2)
        self.assertIn("--watch= needs a file", result.stderr)
        for text, message in (("{", "is no JSON"), ("{}", "is no paraudit.findings document")):
            with open(self.path("bad.json"), "w") as stream:
                stream.write(text)
            result = harness.run([*compile_it, f"--watch={self.path('bad.json')}"], check=False)
            self.assertEqual(result.returncode, 1)
            self.assertIn(message, result.stderr)
            self.assertFalse(os.path.exists(self.path("o")))

    def test_a_program_that_watches_nothing_is_told_of(self):
        result = harness.run([RECORD, "-o", self.path("trace"), "--watch", FINDINGS, "--", "/bin/true"])
        self.assertIn("'/bin/true' itself watches nothing; compile its sources with  paraudit-clang++ --watch=",
                      result.stderr)
        result = harness.run([RECORD, "--watch", self.path("none"), "--", "/bin/true"], check=False)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
