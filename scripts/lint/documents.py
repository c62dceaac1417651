#!/usr/bin/env python3
"""Fails where a document names a path, script or subcommand that does not exist."""
import re
from common import ROOT, finish, read, tracked

TOP = ("checker", "instrument", "runtime", "minicompiler", "reports", "testdata", "scripts", "front", "formats", ".ci", "bench")
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
SUBCOMMAND = re.compile(r"\bparaudit ([a-z]+)\b")


def existing(path):
    return (ROOT / path).exists() or any(ROOT.glob(path)) if path else True


def path_problem(word):
    """A word that looks like one of our paths must exist; patterns and placeholders are for the reader."""
    word = word.rstrip(".,:;)").removeprefix("./")
    if word.split("/")[0] not in TOP or "/" not in word or re.search(r"[<>{}$|\\…]|\bNAME\b|[A-Z]{4,}", word):
        return None
    return None if existing(word) else word


def known_subcommands():
    table = read("front/subcommands.def") if (ROOT / "front/subcommands.def").exists() else ""
    return set(re.findall(r'PARAUDIT_SUBCOMMAND\((\w+),', table))


def check(path, subcommands):
    text = read(path)
    problems = []
    fences = [(kind, body) for kind, body in FENCE.findall(text)]
    words = [w for span in SPAN.findall(FENCE.sub("", text)) for w in span.split()]
    words += [w for kind, body in fences if kind in ("sh", "bash", "") for w in body.split()]
    problems += [f"{path}: `{w}` does not exist" for w in map(path_problem, words) if w]
    for target in LINK.findall(FENCE.sub("", text)):
        if "://" not in target and not (ROOT / path).parent.joinpath(target).exists():
            problems.append(f"{path}: link to {target}, which does not exist")
    for kind, body in fences:
        for name in SUBCOMMAND.findall(body) if kind in ("sh", "bash") else []:
            if name not in subcommands:
                problems.append(f"{path}: `paraudit {name}` is no subcommand")
    return problems


def main():
    files = tracked(".md")
    problems = [p for f in files for p in check(f, known_subcommands())]
    finish("documents", problems, len(files))


main()
