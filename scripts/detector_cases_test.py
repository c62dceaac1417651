#!/usr/bin/env python3
"""Every lock-order case of runtime/benchmarks/detector_cases.cpp is judged right, in both recording policies."""
import os
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from benchmarks import detectors  # noqa: E402

BUILD = Path(os.environ.get("PARAUDIT_BUILD_DIR", detectors.ROOT / "build/dev"))


class DetectorCases(unittest.TestCase):
    def test_every_case_is_judged_right(self):
        wanted = detectors.expected(BUILD / "test-bin/runtime_detector_cases")
        self.assertEqual(len(wanted), 8)
        for policy in ("count", "timeline"):
            judged = detectors.ours(BUILD, policy)
            for case, verdict in wanted.items():
                with self.subTest(policy=policy, case=case):
                    self.assertEqual(judged[case][0], verdict, judged[case][1])


unittest.main()
