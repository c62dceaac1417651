#!/usr/bin/env python3
"""Checker, pass and runtime name an acquisition by one file, line and column, so that their evidence joins: on a file with
every spelling, at every level, with full and thin link-time optimisation."""
import json
import os
import tempfile
import unittest

import harness

SOURCE, HEADER = ("testdata/instrument/sites" + suffix for suffix in (".cpp", ".h"))
CLANGXX, RECORD, TRACE, CHECK = (os.path.join(harness.BIN, "paraudit-" + name)
                                 for name in ("clang++", "record", "trace", "check"))
SYNC = os.path.join(harness.BUILD, "runtime/sync/libparaudit_sync.a")
FLAGS = ["-std=c++20", "-pthread", "-I", harness.ROOT]
LEVELS = [["-O0"], ["-O1"], ["-O2"], ["-O3"], ["-O2", "-flto", "-fuse-ld=lld"], ["-O2", "-flto=thin", "-fuse-ld=lld"],
          ["-O0", "-g"]]


class Sites(harness.Case):
    def checked(self):
        """What the checker says: {(file, line, column)} of the pass's locks and of the runtime's own types."""
        with open(self.path("compile_commands.json"), "w") as stream:
            json.dump([{"directory": harness.ROOT, "file": SOURCE,
                        "command": " ".join(["clang++-19", *FLAGS, "-c", SOURCE])}], stream)
        harness.run([CHECK, "-p", self.scratch, "--root", harness.ROOT, "--format=json", "-o", self.path("findings.json")])
        with open(self.path("findings.json")) as stream:
            locks = json.load(stream)["locks"]
        by_pass, by_type = set(), set()
        for lock in locks:
            typed = lock["kind"].endswith("lock-cell")
            for each in lock["acquisitions"]:
                if each.get("via") or each["file"] not in (SOURCE, HEADER):
                    continue
                column = each["columns"]["source_location" if typed else "debug"]
                (by_type if typed else by_pass).add((each["file"], each["line"], column))
        return by_pass, by_type

    def recorded(self, flags):
        """The same of a recorded run."""
        program, trace = self.path("subject"), tempfile.mkdtemp(dir=self.scratch)
        harness.run([CLANGXX, *FLAGS, *flags, os.path.join(harness.ROOT, SOURCE), SYNC, harness.RECORDER, "-o", program])
        harness.run([RECORD, "-o", trace, "--", program])
        records = json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]
        made_at = {each["site"] for each in records if each["record"] == "class"}
        sites = [each for each in records if each["record"] == "site" and each["id"] not in made_at]
        contents = {(each["file"], each["line"], each["column"], each["function"], each["lock_name"]) for each in sites}
        self.assertEqual(len(contents), len(sites), "one id for one place in one function")
        by_kind = {"debug_clang": set(), "source_location_clang": set()}
        for each in sites:
            self.assertIn(each["column_kind"], by_kind, f"{each}: by its address only")
            by_kind[each["column_kind"]].add((os.path.relpath(each["file"], harness.ROOT), each["line"], each["column"]))
        return by_kind["debug_clang"], by_kind["source_location_clang"]

    def test_every_level(self):
        expected = self.checked()
        self.assertGreater(len(expected[0]), 14)
        self.assertGreater(len(expected[1]), 5)
        for flags in LEVELS:
            with self.subTest(flags=flags):
                for who, wanted, seen in zip(("pass", "runtime"), expected, self.recorded(flags)):
                    self.assertEqual(seen - wanted, set(), f"{who}: the checker does not know these")
                    self.assertEqual(wanted - seen, set(), f"{who}: these were not recorded")


if __name__ == "__main__":
    unittest.main()
