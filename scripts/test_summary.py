#!/usr/bin/env python3
"""test_summary.py RESULTS_DIR [BROKEN...]: adds up ctest's JUnit files; a mode that did not build counts as one failure."""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main():
    passed, failed, skipped = 0, len(sys.argv) - 2, 0
    for broken in sys.argv[2:]:
        print(f"FAILED {broken}")
    for path in sorted(Path(sys.argv[1]).glob("*.xml")):
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            status = case.get("status")
            if status == "run":
                passed += 1
            elif case.find("skipped") is not None and status in ("notrun", "disabled"):
                skipped += 1
                print(f"skipped {path.stem}: {case.get('name')}")
            else:
                failed += 1
                print(f"FAILED {path.stem}: {case.get('name')}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


main()
