#!/usr/bin/env python3
"""More threads in a process's life than most traces have: those up to the limit are recorded exactly, those beyond it counted
and told of."""
import json
import os
import unittest

import harness

RECORD, REPORT, TRACE = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("record", "report", "trace"))
STARTED, LIMIT, FIRST_ROUND, OTHERS = 17000, 16500, 400, 9  # others: the main thread, eight of the subject's two rounds


class Threads(harness.Case):
    def test_more_than_sixteen_thousand(self):
        program, trace = self.compile("g++", "-O1", sources=["strangers.cpp"]), self.path("trace")
        result = harness.run([RECORD, "-o", trace, "--", program, "threads", str(STARTED)], env={"PARAUDIT_MAX_THREADS": str(LIMIT)})
        self.assertEqual(result.stdout, f"{2 * FIRST_ROUND + STARTED}\n")
        self.assertIn("more than PARAUDIT_MAX_THREADS were started", result.stderr)
        records = json.loads(harness.run([TRACE, "dump", "--format", "json", trace]).stdout)["records"]
        process = next(each for each in records if each["record"] == "process")
        unrecorded = STARTED + OTHERS - LIMIT
        self.assertEqual((process["threads_dropped"], process["log_dropped"]), (unrecorded, 0))
        dropped = [each["name"] for each in records if each["record"] == "counter" and each["value"] != 0]
        self.assertEqual(dropped, ["dropped: by threads that are not recorded"])
        mutexes = {each["id"] for each in records if each["record"] == "class" and each["kind"] == "mutex"}
        taken = sum(each["acquisitions"] for each in records if each["record"] == "slot" and each["class"] in mutexes)
        # The first round; one by each that is recorded but for the main thread and that round's four; the process's last.
        self.assertEqual(taken, FIRST_ROUND + (LIMIT - 5) + 1)
        out = harness.run([REPORT, trace], check=False).stdout
        self.assertIn(f"{unrecorded} threads not recorded", out)


if __name__ == "__main__":
    unittest.main()
