#!/usr/bin/env python3
"""Real programs by preload: compressors and compilers of the system write what they write unrecorded, and a report names
their top lock or wait and where in the program it was. Those that are not installed are skipped, by name."""
import filecmp
import glob
import json
import os
import shutil
import unittest

import harness

RECORD, REPORT = (os.path.join(harness.BIN, "paraudit-" + name) for name in ("record", "report"))
BYTES = 6 << 20
MODULES = 12


def installed(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


class Programs(harness.Case):
    def report_on(self, command):
        """Runs recorded, reports; the report as JSON."""
        trace, out = self.path("trace"), self.path("report.json")
        harness.run([RECORD, "-o", trace, "--", *command])
        harness.run([REPORT, trace, "-o", out])
        with open(out) as stream:
            return json.load(stream)

    def check_top(self, report, threads):
        """Threads were seen, and what was waited for or locked most has a name and places in a file of the system."""
        run = max(report["runs"], key=lambda each: each["threads_seen"])
        self.assertGreaterEqual(run["threads_seen"], threads)
        self.assertEqual(report["recorder"]["drops"], 0)
        ranked = sorted(report["locks"], key=lambda lock: (-lock["wait_ns"]["total"], -lock["acquisitions"]))
        top = (ranked or report["wait_objects"])[0]
        self.assertGreater(top["acquisitions"], 0)
        for site in top["sites"]:
            self.assertRegex(f"{site['file']}:{site['line']}", r"\+0x[0-9a-f]+|^\S+:\d+$", top["name"])
            self.assertNotEqual(site["file"], "")
        print(f"{run['label']}: {top['name']}, {top['acquisitions']} acquisitions, {top['wait_ns']['total']} ns waited")
        return top

    def text(self):
        """Compressible, and the same each time."""
        path, state = self.path("text"), 1
        words = []
        for _ in range(BYTES // 8):
            state = state * 1103515245 + 12345 & 0x7FFFFFFF
            words.append(f"{state % 9973:07d} ")
        with open(path, "w") as stream:
            stream.write("".join(words))
        return path

    def check_compressor(self, command, suffix):
        text = self.text()
        harness.run([*command, "-k", "-f", text])
        plain = self.path("plain" + suffix)
        os.rename(text + suffix, plain)
        report = self.report_on([*command, "-k", "-f", text])
        self.assertTrue(filecmp.cmp(text + suffix, plain, shallow=False), "recorded output differs")
        return self.check_top(report, 3)

    @installed("pigz")
    def test_pigz(self):
        self.check_compressor(["pigz", "-p", "4", "-n"], ".gz")

    @installed("xz")
    def test_xz(self):
        self.check_compressor(["xz", "-T4", "--block-size=1MiB", "-1"], ".xz")

    @installed("zstd")
    def test_zstd(self):
        self.check_compressor(["zstd", "-T4", "-q", "-B1MiB"], ".zst")

    @installed("ld.lld-19")
    def test_linker(self):
        """A program of the installed LLVM's static libraries: a few hundred megabytes of input."""
        libraries = [f"/usr/lib/llvm-19/lib/libLLVM{part}.a" for part in ("Core", "Support", "Demangle", "BinaryFormat",
                                                                         "Remarks", "BitstreamReader", "TargetParser")]
        if not all(os.path.exists(library) for library in libraries):
            self.skipTest("LLVM's static libraries are not installed")
        link = ["ld.lld-19", "--threads=4", "-shared", "--whole-archive", *libraries, "--no-whole-archive", "-o"]
        harness.run([*link, self.path("plain.so")])
        report = self.report_on([*link, self.path("recorded.so")])
        self.assertTrue(filecmp.cmp(self.path("recorded.so"), self.path("plain.so"), shallow=False))
        self.check_top(report, 4)

    @installed("clang-19", "ld.lld-19")
    def test_thin_link_time_optimisation(self):
        objects = []
        for i in range(MODULES):
            source = self.path(f"m{i}.cpp")
            with open(source, "w") as stream:
                stream.write("#include <algorithm>\n#include <map>\n#include <string>\n#include <vector>\n"
                             f"int f{(i + 1) % MODULES}(int);\nint f{i}(int n) {{\n"
                             "  std::map<std::string, int> m;\n  std::vector<int> v(100, n);\n"
                             "  for (int i = 0; i < n; ++i) m[std::to_string(i)] = v[i % 100] += i;\n"
                             f"  std::sort(v.begin(), v.end());\n  return n ? v[3] + f{(i + 1) % MODULES}(n - 1) : m.size();\n}}\n"
                             + ("int main() { return f0(3) & 1; }\n" if i == 0 else ""))
            objects.append(self.path(f"m{i}.o"))
            harness.run(["clang-19", "-O2", "-flto=thin", "-c", source, "-o", objects[-1]])
        link = ["clang-19", "-O2", "-flto=thin", "-fuse-ld=lld", "-Wl,--thinlto-jobs=4", *objects, "-lstdc++", "-o"]
        harness.run([*link, self.path("plain")])
        report = self.report_on([*link, self.path("recorded")])
        self.assertTrue(filecmp.cmp(self.path("recorded"), self.path("plain"), shallow=False))
        self.check_top(report, 4)
        # Driver and linker are two processes.
        self.assertGreaterEqual(len(glob.glob(self.path("trace/*/process"))), 2)


if __name__ == "__main__":
    unittest.main()
