// Where this system keeps what every executable is linked with: start files, libc, libgcc.
// Pure look-up in the file system; safe from any thread. Errors: a path that is not found is empty, `missing` says what
// to install.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_SYSTEM_PATHS_H
#define PARAUDIT_MINICOMPILER_CODEGEN_SYSTEM_PATHS_H

#include <string>
#include <vector>

namespace minirc::codegen {

struct SystemPaths {
  std::string start;       // Scrt1.o
  std::string init;        // crti.o
  std::string fini;        // crtn.o
  std::string begin;       // crtbeginS.o of GCC; optional
  std::string end;         // crtendS.o of GCC; optional
  std::string libgcc;      // 128-bit division and the like; optional
  std::string interpreter; // the dynamic loader
  std::vector<std::string> library_dirs;
  std::string missing; // what is missing and how to get it; empty when a link can work
};

SystemPaths find_system_paths();

} // namespace minirc::codegen

#endif
