"""lit's configuration: %clangxx runs clang 19 with the pass, %opt runs opt with it."""
import os

import lit.formats

build = os.environ.get("PARAUDIT_BUILD_DIR") or lit_config.fatal("PARAUDIT_BUILD_DIR is not set")
plugin = os.path.join(build, "lib", "paraudit-pass.so")

config.name = "paraudit-pass"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".ll"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(build, "instrument-lit")
config.environment["PATH"] = "/usr/lib/llvm-19/bin:" + os.environ["PATH"]
config.substitutions += [
    ("%clangxx", f"clang++ -std=c++20 -fpass-plugin={plugin} -gline-tables-only"),
    ("%clang", f"clang -fpass-plugin={plugin} -gline-tables-only"),
    ("%opt", f"opt -load-pass-plugin={plugin} -passes=paraudit-call-sites"),
]
