#include "minicompiler/codegen/system_paths.h"

#include <charconv>
#include <filesystem>

namespace minirc::codegen {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLibraryDirs[] = {
    "/usr/lib/x86_64-linux-gnu", "/lib/x86_64-linux-gnu", "/usr/lib64", "/lib64", "/usr/lib", "/lib"};
constexpr const char* kGccRoots[] = {"/usr/lib/gcc/x86_64-linux-gnu", "/usr/lib64/gcc/x86_64-linux-gnu",
                                     "/usr/lib/gcc/x86_64-redhat-linux", "/usr/lib/gcc/x86_64-pc-linux-gnu",
                                     "/usr/lib64/gcc/x86_64-suse-linux"};
constexpr const char* kInterpreters[] = {"/lib64/ld-linux-x86-64.so.2", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"};

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

std::string find_in_library_dirs(const char* name) {
  for (const char* dir : kLibraryDirs)
    if (fs::path path = fs::path(dir) / name; is_there(path))
      return path.string();
  return {};
}

// The directory of the newest GCC that brings start files: the name with the highest leading number.
std::string find_gcc_dir() {
  std::string best;
  int best_version = -1;
  for (const char* root : kGccRoots) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(root, error)) {
      std::string name = entry.path().filename().string();
      int version = -1;
      std::from_chars(name.data(), name.data() + name.size(), version);
      if (version > best_version && is_there(entry.path() / "crtbeginS.o")) {
        best = entry.path().string();
        best_version = version;
      }
    }
  }
  return best;
}

} // namespace

SystemPaths find_system_paths() {
  SystemPaths paths;
  paths.start = find_in_library_dirs("Scrt1.o");
  paths.init = find_in_library_dirs("crti.o");
  paths.fini = find_in_library_dirs("crtn.o");
  std::string libc = find_in_library_dirs("libc.so");
  if (paths.start.empty() || paths.init.empty() || paths.fini.empty() || libc.empty())
    paths.missing = "the C library's start files (Scrt1.o, crti.o, libc.so) were not found; on Debian: "
                    "apt-get install libc6-dev";
  if (std::string gcc = find_gcc_dir(); !gcc.empty()) {
    paths.begin = gcc + "/crtbeginS.o";
    paths.end = gcc + "/crtendS.o";
    if (is_there(gcc + "/libgcc.a"))
      paths.libgcc = gcc + "/libgcc.a";
  }
  for (const char* interpreter : kInterpreters)
    if (paths.interpreter.empty() && is_there(interpreter))
      paths.interpreter = interpreter;
  for (const char* dir : kLibraryDirs)
    if (is_there(dir))
      paths.library_dirs.push_back(dir);
  return paths;
}

} // namespace minirc::codegen
