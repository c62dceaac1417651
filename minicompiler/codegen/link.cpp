#include "minicompiler/codegen/link.h"

#include "minicompiler/codegen/support_object.h"
#include "minicompiler/codegen/system_paths.h"

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <lld/Common/Driver.h>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>

LLD_HAS_DRIVER(elf)

namespace minirc::codegen {
namespace {

// An anonymous file that has a path while it lives.
class MemoryFile {
 public:
  explicit MemoryFile(const std::string& name) : fd_(::memfd_create(name.c_str(), MFD_CLOEXEC)) {}
  MemoryFile(MemoryFile&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  MemoryFile(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (fd_ >= 0)
      ::close(fd_);
  }

  bool write(std::string_view bytes) {
    while (fd_ >= 0 && !bytes.empty()) {
      ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno != EINTR)
        return false;
      if (n > 0)
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return fd_ >= 0;
  }

  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

// Collects what is written to a path. A pipe, because lld puts a temporary file beside any regular file it writes.
class Collector {
 public:
  Collector() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
      return;
    write_end_ = ends[1];
    reader_ = std::thread([this, fd = ends[0]] { drain(fd); });
  }
  Collector(const Collector&) = delete;
  ~Collector() { finish(); }

  bool works() const { return write_end_ >= 0; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(write_end_); }
  std::string finish() {
    if (reader_.joinable()) {
      ::close(write_end_);
      reader_.join();
    }
    return std::move(bytes_);
  }

 private:
  void drain(int fd) {
    std::vector<char> buffer(1 << 16);
    for (;;) {
      ssize_t n = ::read(fd, buffer.data(), buffer.size());
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      bytes_.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::close(fd);
  }

  int write_end_ = -1;
  std::string bytes_; // the reader's until it is joined
  std::thread reader_;
};

std::vector<std::string> command_line(const SystemPaths& paths, const std::vector<MemoryFile>& inputs,
                                      const std::string& output, unsigned threads) {
  std::vector<std::string> args = {"ld.lld",
                                   "-pie",
                                   "--eh-frame-hdr",
                                   "--hash-style=gnu",
                                   "--build-id=none",
                                   "--gc-sections",
                                   "-z",
                                   "relro",
                                   "-z",
                                   "now",
                                   "--no-mmap-output-file",
                                   "--threads=" + std::to_string(threads ? threads : 1),
                                   "-m",
                                   "elf_x86_64",
                                   "-dynamic-linker",
                                   paths.interpreter,
                                   "-o",
                                   output,
                                   paths.start,
                                   paths.init};
  if (!paths.begin.empty())
    args.push_back(paths.begin);
  for (const std::string& dir : paths.library_dirs)
    args.push_back("-L" + dir);
  for (const MemoryFile& input : inputs)
    args.push_back(input.path());
  args.insert(args.end(), {"-lc", "-lm"});
  if (!paths.libgcc.empty())
    args.push_back(paths.libgcc);
  if (!paths.end.empty())
    args.push_back(paths.end);
  args.push_back(paths.fini);
  return args;
}

// lld speaks of /proc/self/fd/7; the user knows the unit by its name.
std::string with_names(std::string text, const std::vector<MemoryFile>& files, const std::vector<LinkInput>& objects) {
  for (std::size_t i = 0; i < objects.size(); i++) {
    std::string path = files[i].path() + ":";
    for (std::size_t at; (at = text.find(path)) != std::string::npos;)
      text.replace(at, path.size(), objects[i].name + ":");
  }
  return text;
}

std::string run_lld(const std::vector<std::string>& args) {
  static std::atomic<bool> busy = false;
  [[maybe_unused]] bool was_busy = busy.exchange(true);
  assert(!was_busy && "lld runs once at a time");
  std::vector<const char*> pointers;
  for (const std::string& arg : args)
    pointers.push_back(arg.c_str());
  std::string out, messages;
  llvm::raw_string_ostream out_stream(out), error_stream(messages);
  lld::Result result = lld::lldMain(pointers, out_stream, error_stream, {{lld::Gnu, &lld::elf::link}});
  busy = false;
  if (result.retCode == 0)
    return {};
  return messages.empty() ? "the linker failed without a message" : messages;
}

} // namespace

LinkResult link_executable(const std::vector<LinkInput>& objects, unsigned threads) {
  LinkResult result;
  SystemPaths paths = find_system_paths();
  result.error = paths.missing;
  if (!result.error.empty())
    return result;
  std::vector<LinkInput> all = objects;
  all.push_back({"minirc run-time support", support_object()});
  std::vector<MemoryFile> files;
  for (const LinkInput& input : all) {
    files.emplace_back(input.name);
    if (!files.back().write(input.bytes)) {
      result.error = "cannot hold the object of " + input.name + " in memory: " + std::strerror(errno);
      return result;
    }
  }
  Collector output;
  if (!output.works()) {
    result.error = std::string("cannot collect the linker's output: ") + std::strerror(errno);
    return result;
  }
  result.error = with_names(run_lld(command_line(paths, files, output.path(), threads)), files, all);
  if (result.error.empty())
    result.executable = output.finish();
  return result;
}

} // namespace minirc::codegen
