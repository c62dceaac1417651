#include "instrument/record/wait_graphs.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace paraudit::record {
namespace {

namespace fs = std::filesystem;

bool is_graph(const fs::path& file) {
  std::string name = file.filename().string();
  return (name.starts_with("waits-") && name.ends_with(".txt")) || name == "cycle.txt";
}

// A graph is written in one go; what has just been written may go on.
bool is_young(const fs::path& file) {
  std::error_code error;
  auto written = fs::last_write_time(file, error);
  return error || fs::file_time_type::clock::now() - written < std::chrono::milliseconds(200);
}

// Runs `tool waits GRAPH` with our standard error for its output, and waits for it.
void print_with_lines(const fs::path& tool, const fs::path& graph) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string words[] = {tool.string(), "waits", graph.string()};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  pid_t child;
  if (posix_spawn(&child, words[0].c_str(), &actions, &attributes, arguments, environ) == 0) {
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
}

} // namespace

void WaitGraphs::show_new() {
  show(false);
}

void WaitGraphs::show_rest() {
  show(true);
}

void WaitGraphs::show(bool also_young) {
  std::error_code ignored;
  fs::path tool = fs::read_symlink("/proc/self/exe", ignored).parent_path() / "paraudit-trace";
  if (!fs::exists(tool, ignored))
    return;
  for (const auto& process : fs::directory_iterator(directory_, ignored))
    for (const auto& entry : fs::directory_iterator(process.path(), ignored)) {
      const fs::path& graph = entry.path();
      if (!is_graph(graph) || (!also_young && is_young(graph)) || !shown_.insert(graph).second)
        continue;
      std::fprintf(stderr, "paraudit record: the same with source lines, of %s:\n", graph.c_str());
      print_with_lines(tool, graph);
    }
}

} // namespace paraudit::record
