#!/usr/bin/env python3
"""Every output format against its golden, and against what reads it: SARIF's two validators, the schemas, XML, CI's grammars.

  formats_test.py PROGRAM TESTDATA

PARAUDIT_UPDATE_GOLDENS=1 rewrites the goldens, for people to judge the diff. The validators come from npm, once, into the
build directory; where the registry is not reachable, those tests say so and are skipped.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unittest
from xml.etree import ElementTree

import jsonschema

import cli_case
from cli_case import Case

TESTDATA = ""
NPM = ["@microsoft/sarif-multitool@5.7.0", "@microsoft/jest-sarif@1.0.0-beta.0", "ajv@8.20.0", "ajv-draft-04@1.0.0",
       "ajv-formats@3.0.1"]
FORMATS = {"text": "txt", "json": "json", "sarif": "sarif", "gitlab": "gitlab.json", "checkstyle": "xml", "github": "github"}

CHECKS = "paraudit-lock-order-inversion,paraudit-mutable-global,paraudit-self-deadlock,paraudit-unused-nolint"

AJV = """
const Ajv = require('ajv-draft-04'), formats = require('ajv-formats'), fs = require('fs');
const ajv = new Ajv({strict: false, unicodeRegExp: false, allErrors: true});
formats(ajv);
const check = ajv.compile(JSON.parse(fs.readFileSync(process.argv[2])));
const good = check(JSON.parse(fs.readFileSync(process.argv[3])));
if (!good) console.log(JSON.stringify(check.errors, null, 1));
process.exit(good ? 0 : 1);
"""

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]"},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def validators():
    """The node_modules that hold the validators, or None and why."""
    where = os.path.join(os.environ.get("PARAUDIT_BUILD_DIR", "build"), "npm-validators")
    modules = os.path.join(os.path.realpath(where), "node_modules")
    marker = os.path.join(modules, ".paraudit")
    wanted = "\n".join(NPM)
    if os.path.isfile(marker):
        with open(marker, encoding="utf-8") as file:
            if file.read() == wanted:
                return modules, ""
    if not shutil.which("npm") or not shutil.which("node"):
        return None, "npm is not installed (scripts/setup)"
    os.makedirs(where, exist_ok=True)
    try:
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", where, *NPM], capture_output=True,
                              text=True, timeout=90, check=False)
    except subprocess.TimeoutExpired:
        return None, "the npm registry did not answer within 90 s"
    if done.returncode != 0:
        return None, "npm could not install the validators: " + (done.stderr.strip().splitlines() or ["?"])[0]
    with open(marker, "w", encoding="utf-8") as file:
        file.write(wanted)
    return modules, ""


def stable_sarif(text):
    """Without what a new version or a new check changes: the pages have tests of their own."""
    log = json.loads(text)
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    driver["version"] = driver["semanticVersion"] = "0.0.0"
    for result in run["results"]:
        rule = driver["rules"][result.pop("ruleIndex")]
        assert rule["id"] == result["ruleId"]
    driver["rules"] = [rule for rule in driver["rules"] if rule["id"] in CHECKS.split(",")]
    for rule in driver["rules"]:
        assert rule["help"]["markdown"].startswith("# " + rule["id"])
        rule["help"] = "PAGE"
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


class Formats(Case):
    def setUp(self):
        super().setUp()
        shutil.copy(os.path.join(TESTDATA, "program.cpp"), self.directory)
        self.write("compile_commands.json", json.dumps([{
            "directory": self.directory, "file": "program.cpp", "arguments": ["c++", "-std=c++20", "-c", "program.cpp"]}]))
        pairs = [word for name, ending in FORMATS.items() for word in ("--format=" + name, "-o", "out." + ending)]
        self.run_check("-p", ".", "--checks=" + CHECKS, *pairs, code=1)

    def read(self, name):
        with open(os.path.join(self.directory, name), encoding="utf-8") as file:
            return file.read()

    def test_goldens(self):
        for name, ending in FORMATS.items():
            with self.subTest(format=name):
                text = self.read("out." + ending).replace(self.directory, "/ROOT")
                text = stable_sarif(text) if name == "sarif" else re.sub(r'("version": )"\d+\.\d+\.\d+"', r'\1"0.0.0"', text)
                golden = os.path.join(TESTDATA, "expected." + ending)
                if os.environ.get("PARAUDIT_UPDATE_GOLDENS"):
                    with open(golden, "w", encoding="utf-8") as file:
                        file.write(text)
                with open(golden, encoding="utf-8") as file:
                    self.assertEqual(text, file.read())

    def test_sarif_by_its_schema(self):
        modules, why = validators()
        if not modules:
            self.skipTest(why)
        self.write("ajv.cjs", AJV)
        schema = os.path.join(modules, "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
        command = ["node", "ajv.cjs", schema]
        environment = {**os.environ, "NODE_PATH": modules}
        result = subprocess.run([*command, "out.sarif"], cwd=self.directory, env=environment, capture_output=True, text=True,
                                check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        log = json.loads(self.read("out.sarif"))
        log["runs"][0]["results"][0]["level"] = "fatal"
        self.write("bad.sarif", json.dumps(log))
        self.assertEqual(subprocess.run([*command, "bad.sarif"], cwd=self.directory, env=environment, check=False,
                                        capture_output=True).returncode, 1, "the validator finds what is wrong")

    def test_sarif_by_microsofts_and_githubs_rules(self):
        modules, why = validators()
        if not modules:
            self.skipTest(why)
        tool = os.path.join(modules, "@microsoft/sarif-multitool-linux/Sarif.Multitool")
        if not os.path.isfile(tool):
            self.skipTest("the multitool has no program for this machine")
        os.chmod(tool, 0o755)
        # Its exit code is 0 whatever it finds: its own log tells.
        subprocess.run([tool, "validate", "out.sarif", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--output",
                        "validated.sarif", "--log", "ForceOverwrite"], cwd=self.directory, check=True, capture_output=True,
                       env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
        problems = json.loads(self.read("validated.sarif"))["runs"][0].get("results", [])
        self.assertEqual([(p["ruleId"], p["message"]) for p in problems], [])

    def test_sarif_tells_of_threads(self):
        result = json.loads(self.read("out.sarif"))["runs"][0]["results"]
        inversion = next(r for r in result if r["ruleId"] == "paraudit-lock-order-inversion")
        flows = inversion["codeFlows"][0]["threadFlows"]
        self.assertEqual([flow["id"] for flow in flows], ["thread 1", "thread 2"])
        for number, flow in enumerate(flows, 1):
            for step in flow["locations"]:
                self.assertTrue(step["location"]["message"]["text"].startswith(f"[thread {number}]"))
        region = flows[1]["locations"][0]["location"]["physicalLocation"]["region"]
        line = self.read("program.cpp").split("\n")[region["startLine"] - 1].encode("utf-16-le")
        self.assertEqual(line[2 * region["startColumn"] - 2:2 * region["endColumn"] - 2].decode("utf-16-le"), "b")

    def test_gitlab(self):
        issues = json.loads(self.read("out.gitlab.json"))
        jsonschema.Draft202012Validator(GITLAB).validate(issues)
        prints = [issue["fingerprint"] for issue in issues]
        self.assertEqual(len(prints), len(set(prints)), "GitLab drops what it has seen")

    def test_checkstyle(self):
        root = ElementTree.fromstring(self.read("out.xml"))
        errors = root.findall("file/error")
        self.assertEqual((root.tag, root.find("file").get("name")), ("checkstyle", "program.cpp"))
        self.assertEqual({error.get("severity") for error in errors}, {"error", "warning", "info"})
        self.assertTrue(all(int(error.get("line")) > 0 and error.get("source").startswith("paraudit-") for error in errors))

    def test_github(self):
        form = re.compile(r"^::(error|warning|notice) (?:file=[^,:]+,line=\d+,endLine=\d+,col=\d+,)?title=[^,:]+::\S.*$")
        lines = self.read("out.github").splitlines()
        self.assertTrue(lines and all(form.match(line) for line in lines), lines)
        self.assertTrue(lines[0].startswith("::error"))
        states = "".join(f"int s{i} = 0;\nint f{i}() {{ return ++s{i}; }}\n" for i in range(12))
        self.project(many=states)
        lines = self.run_check("-p", ".", "--format=github").stdout.splitlines()
        self.assertEqual(len(lines), 11)
        self.assertIn("2 more findings are not shown", lines[-1])

    def test_text_by_code_checkers_expression(self):
        form = re.compile(r"^(?P<path>[\S ]+?):(?P<line>\d+?):(?P<column>\d+?): (?P<severity>(error|warning)): (?P<message>[\S \t]+?)\s*"
                          r"\[(?P<checker>.*)\]")
        found = [form.match(line) for line in self.read("out.txt").splitlines()]
        self.assertIn("paraudit-lock-order-inversion", {match["checker"] for match in found if match})


if __name__ == "__main__":
    cli_case.PROGRAM, TESTDATA = os.path.realpath(sys.argv.pop(1)), os.path.realpath(sys.argv.pop(1))
    unittest.main()
