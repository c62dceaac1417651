#!/usr/bin/env python3
"""Fails on a source file over 500 lines or a C++ function over 70 lines, signature and braces included."""
import re
from common import finish, read, tracked

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70
NOT_FUNCTIONS = re.compile(r"^\s*(namespace|class|struct|union|enum|extern\s+\"|if|for|while|switch|do|else|try|catch)\b")
# The last words before the brace name no function: a namespace, or a type after a template head or a macro.
NOT_FUNCTION_TAIL = re.compile(r"\b(namespace|class|struct|union|enum)\b[^()]*$")
PREPROCESSOR = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.M)
# Comments, strings and character constants become blanks, so that a brace in one does not count.
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', re.S)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def functions(text):
    """Yields (first line, length, signature) of each function body that is not inside another one."""
    text = PREPROCESSOR.sub(blank, NOISE.sub(blank, text))
    stack, statement, line, start_line = [], "", 1, 1
    for ch in text:
        if ch == "{":
            is_function = (not any(s[0] for s in stack) and "(" in statement and not NOT_FUNCTIONS.match(statement)
                           and not NOT_FUNCTION_TAIL.search(statement))
            stack.append((is_function, start_line, " ".join(statement.split())))
            statement = ""
        elif ch == "}":
            if stack:
                is_function, first, signature = stack.pop()
                if is_function:
                    yield first, line - first + 1, signature
            statement = ""
        elif ch == ";":
            statement = ""
        else:
            if not statement.strip():
                start_line = line
            statement += ch
        if ch == "\n":
            line += 1


def main():
    problems = []
    sources = tracked(".h", ".cpp", ".c")
    files = sources + tracked(".py", ".ts", ".tsx", ".js", ".mjs", ".css", ".def", ".cmake", ".sh")
    for path in files:
        count = read(path).count("\n")
        if count > FILE_LINES_MAX:
            problems.append(f"{path}: {count} lines, limit {FILE_LINES_MAX}: split it by purpose")
    for path in sources:
        for first, length, signature in functions(read(path)):
            if length > FUNCTION_LINES_MAX:
                problems.append(f"{path}:{first}: function of {length} lines, limit {FUNCTION_LINES_MAX}: {signature[-90:]}")
    finish("sizes", problems, len(files))


main()
