#include "checker/analysis/invocation.h"

#include "checker/facts/store.h"

#include <llvm/Support/Path.h>

#include <algorithm>
#include <optional>
#include <system_error>

namespace paraudit::analysis {
namespace {

// What CMake includes for target_precompile_headers().
bool is_cmake_header(llvm::StringRef path) {
  const llvm::StringRef name = llvm::sys::path::filename(path);
  return name.starts_with("cmake_pch") && (name.ends_with(".hxx") || name.ends_with(".h"));
}

// CMake declares that header a system header, to keep warnings out; all that it includes, the project's own headers,
// would be the system's with it. Without that line, or nothing where there is no such header.
std::optional<std::string> as_own_header(llvm::vfs::FileSystem& files, const std::string& path) {
  auto buffer =
      is_cmake_header(path) ? files.getBufferForFile(path) : std::make_error_code(std::errc::invalid_argument);
  if (!buffer)
    return std::nullopt;
  std::string text;
  for (llvm::StringRef rest = (*buffer)->getBuffer(); !rest.empty();) {
    const auto [line, after] = rest.split('\n');
    const bool is_pragma = line.trim().starts_with("#pragma") && line.trim().ends_with("system_header");
    text += is_pragma ? "\n" : line.str() + "\n";
    rest = after;
  }
  return text;
}

} // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> read_overlay(const std::string& path,
                                                             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> under) {
  auto text = llvm::MemoryBuffer::getFile(path);
  return text ? llvm::vfs::getVFSFromYAML(std::move(*text), nullptr, path, nullptr, std::move(under)) : nullptr;
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> file_system(const CompileCommand& command,
                                                            const ExtractOptions& options) {
  // A file system of our own: the working directory belongs to the unit, not to the process.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> real(llvm::vfs::createPhysicalFileSystem().release());
  real->setCurrentWorkingDirectory(command.directory);
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(real);
  if (!options.overlay.empty())
    if (llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> redirected = read_overlay(options.overlay, real))
      overlay->pushOverlay(redirected);
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  memory->setCurrentWorkingDirectory(command.directory);
  for (const auto& [path, contents] : options.virtual_files)
    memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(contents, path));
  for (const std::string& argument : command.arguments)
    if (const std::optional<std::string> contents = as_own_header(*overlay, argument))
      memory->addFile(argument, 0, llvm::MemoryBuffer::getMemBufferCopy(*contents, argument));
  overlay->pushOverlay(memory);
  return overlay;
}

std::vector<std::string> full_arguments(const CompileCommand& command, const ExtractOptions& options) {
  std::vector<std::string> arguments = adjusted_arguments(command);
  if (!arguments.empty())
    arguments.insert(arguments.begin() + 1, options.extra_arguments_before.begin(),
                     options.extra_arguments_before.end());
  arguments.insert(arguments.end(), options.extra_arguments.begin(), options.extra_arguments.end());
  // Before a `--`, if there is one: after it, everything is a file.
  const auto files = std::find(arguments.begin(), arguments.end(), "--");
  const std::vector<std::string> ours{"-fsyntax-only", "-w", "-Wno-error", "-Qunused-arguments",
                                      "-resource-dir=" PARAUDIT_CLANG_RESOURCE_DIR};
  arguments.insert(files, ours.begin(), ours.end());
  return arguments;
}

std::string flags_hash(const std::vector<std::string>& arguments) {
  std::string all;
  for (const std::string& argument : arguments)
    all += argument + '\0';
  return facts::content_hash(all);
}

std::string shell_command(const CompileCommand& command, const ExtractOptions& options) {
  const auto quoted = [](const std::string& word) {
    const bool is_plain = !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                  "0123456789_-+=/.,:@%") == std::string::npos;
    std::string text = "'";
    for (const char c : word)
      text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return is_plain ? word : text + "'";
  };
  std::string line = "cd " + quoted(command.directory) + " &&";
  for (const std::string& argument : full_arguments(command, options))
    line += " " + quoted(argument);
  return line;
}

std::size_t file_argument(const CompileCommand& command, const std::vector<std::string>& arguments) {
  const auto absolute = [&](const std::string& path) {
    llvm::SmallString<256> whole(path);
    if (!llvm::sys::path::is_absolute(whole)) {
      whole = command.directory;
      llvm::sys::path::append(whole, path);
    }
    llvm::sys::path::remove_dots(whole, /*remove_dot_dot=*/true);
    return whole.str().str();
  };
  const std::string file = absolute(command.file);
  std::size_t found = arguments.size();
  for (std::size_t i = 1; i < arguments.size(); ++i)
    if (!arguments[i].empty() && arguments[i][0] != '-' && absolute(arguments[i]) == file)
      found = i;
  return found;
}

} // namespace paraudit::analysis
