#include "checker/tool/share_tree.h"

#include "checker/facts/store.h"
#include "checker/tool/result_board.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

constexpr int kPatience = 20; // milliseconds between looks at processes that ended

// One process's worth of work. Numbers of nodes are those of their facts' results, too.
struct Task {
  const SharedJob* node = nullptr;   // the headers that were parsed, or are to be
  std::optional<std::size_t> unit;   // index of its command; none: the node
  bool is_facts = false;             // of the node's headers
  std::optional<std::size_t> parent; // the task of the node above
};

void append(std::string& text, const std::string& part) {
  const std::uint64_t size = part.size();
  text.append(reinterpret_cast<const char*>(&size), sizeof size);
  text += part;
}

std::string cut(std::string_view& text) {
  std::uint64_t size = 0;
  std::memcpy(&size, text.data(), sizeof size);
  std::string part(text.substr(sizeof size, size));
  text.remove_prefix(sizeof size + size);
  return part;
}

void append_all(std::string& text, const std::vector<std::string>& parts) {
  append(text, std::to_string(parts.size()));
  for (const std::string& part : parts) {
    append(text, part);
  }
}

std::vector<std::string> cut_all(std::string_view& text) {
  std::vector<std::string> parts(std::stoull(cut(text)));
  for (std::string& part : parts) {
    part = cut(text);
  }
  return parts;
}

// Every task of the tree, numbered in the same way in all processes.
class Tasks {
 public:
  explicit Tasks(const std::vector<SharedJob>& roots) {
    for (const SharedJob& root : roots) {
      roots_.push_back(add(root, std::nullopt));
    }
  }

  std::size_t size() const { return tasks_.size(); }
  const Task& operator[](std::size_t task) const { return tasks_[task]; }
  const std::vector<std::size_t>& roots() const { return roots_; }
  // In the order in which to start them: the facts of its headers, child nodes, units.
  std::deque<std::size_t> below(std::size_t node) const { return below_.at(node); }
  std::size_t facts_of(std::size_t node) const { return below_.at(node).front(); }

 private:
  std::size_t push(const Task& task) {
    tasks_.push_back(task);
    return tasks_.size() - 1;
  }

  std::size_t add(const SharedJob& job, std::optional<std::size_t> parent) {
    const std::size_t node = push({&job, std::nullopt, false, parent});
    std::deque<std::size_t> below{push({&job, std::nullopt, true, node})};
    for (const SharedJob& child : job.children) {
      below.push_back(add(child, node));
    }
    for (std::size_t unit : job.units) {
      below.push_back(push({&job, unit, false, node}));
    }
    below_[node] = std::move(below);
    return node;
  }

  std::vector<Task> tasks_;
  std::vector<std::size_t> roots_;
  std::map<std::size_t, std::deque<std::size_t>> below_;
};

// What the processes do. An object of it is in each, as it was when that process began.
class Runner {
 public:
  Runner(const Tasks& tasks, ResultBoard& board, const Commands& commands, const analysis::ExtractOptions& options,
         const Workers& workers)
      : tasks_(tasks), board_(board), commands_(commands), options_(options), workers_(workers) {}

  // In a process of its own, which has no task: starts the roots.
  [[noreturn]] void conduct() {
    std::deque<std::size_t> roots(tasks_.roots().begin(), tasks_.roots().end());
    if (fork_all(roots)) {
      run_root();
    }
    ::_exit(0);
  }

 private:
  bool is_node(std::size_t task) const { return !tasks_[task].unit && !tasks_[task].is_facts; }

  // Parses, and forks on the way; every process comes back from it with the facts of its own task.
  [[noreturn]] void run_root() {
    const analysis::NextStep next = [this](int failed) { return next_step(failed); };
    analysis::SharedResult result = analysis::extract_shared(commands_[any_unit(*tasks_[task_].node)], options_, next);
    bool is_posted = false;
    if (result.facts && result.facts->main_file.empty() == tasks_[task_].is_facts) {
      std::string text;
      append(text, facts::encode(*result.facts));
      for (const std::vector<std::string>& paths : {result.inputs.read, result.inputs.absent, result.inputs.listed}) {
        append_all(text, paths);
      }
      is_posted = board_.post(task_, text);
    }
    board_.release(task_);
    ::_exit(is_posted ? 0 : 1);
  }

  static std::size_t any_unit(const SharedJob& job) {
    return job.units.empty() ? any_unit(job.children.front()) : job.units.front();
  }

  analysis::SharedStep next_step(int failed) {
    if (failed >= 0) {
      board_.note(task_, tasks_[task_].node->ids[static_cast<std::size_t>(failed)]);
      board_.release(task_);
      ::_exit(1);
    }
    if (has_headers_) {
      board_.release(task_);
      std::deque<std::size_t> below = tasks_.below(task_);
      if (!fork_all(below)) {
        ::_exit(0);
      }
    }
    using Kind = analysis::SharedStep::Kind;
    const Task& task = tasks_[task_];
    has_headers_ = true;
    if (task.is_facts) {
      return {Kind::kFactsOfHeaders, {}, nullptr};
    }
    return task.unit ? analysis::SharedStep{Kind::kUnit, {}, &commands_[*task.unit]}
                     : analysis::SharedStep{Kind::kHeaders, task.node->headers, nullptr};
  }

  // One process for each task. True in each of those; false here, once all of them have ended.
  bool fork_all(std::deque<std::size_t>& tasks) {
    std::map<pid_t, std::size_t> running;
    std::size_t nodes = 0; // running ones
    const auto ended = [&](pid_t pid) {
      const auto it = running.find(pid);
      board_.release(it->second);
      if (is_node(it->second) && nodes-- > 1) {
        board_.release_server();
      }
      running.erase(it);
    };
    const auto reap = [&](int flags) {
      pid_t pid = 0;
      while (!running.empty() && (pid = ::waitpid(-1, nullptr, flags)) > 0) {
        ended(pid);
      }
    };
    while (!tasks.empty()) {
      reap(WNOHANG);
      // A second node at a time, only where there are not too many of them; units need no permission.
      const std::size_t task = tasks.front();
      tasks.pop_front();
      const bool is_second = is_node(task) && nodes > 0;
      if (is_second && !board_.try_acquire_server()) {
        tasks.push_back(task);
        const bool only_nodes = std::all_of(tasks.begin(), tasks.end(), [&](std::size_t one) { return is_node(one); });
        if (only_nodes) {
          ::usleep(kPatience * 1000);
        }
        continue;
      }
      while (!board_.acquire(task, kPatience)) {
        reap(WNOHANG);
      }
      const pid_t pid = ::fork();
      if (pid == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        limit_this_process(workers_.limits, workers_.jobs);
        task_ = task;
        return true;
      }
      if (pid < 0) {
        board_.release(task);
        break; // those that were not started are somebody else's
      }
      nodes += is_node(task) ? 1 : 0;
      running[pid] = task;
    }
    reap(0);
    return false;
  }

  const Tasks& tasks_;
  ResultBoard& board_;
  const Commands& commands_;
  const analysis::ExtractOptions& options_;
  const Workers& workers_;
  std::size_t task_ = 0;
  bool has_headers_ = false;
};

// Puts units together from their parts, as soon as all are there.
class Collector {
 public:
  Collector(const Tasks& tasks, const ResultBoard& board, const std::function<void(SharedFacts)>& take)
      : tasks_(tasks), board_(board), take_(take) {}

  void add(std::size_t task) {
    done_[task] = board_.result(task);
    if (tasks_[task].unit) {
      waiting_.push_back(task);
    }
    std::erase_if(waiting_, [&](std::size_t unit) { return take(unit); });
  }

 private:
  bool take(std::size_t task) {
    std::string_view text = done_.at(task);
    SharedFacts facts;
    facts.unit = *tasks_[task].unit;
    facts.parts.push_back(cut(text));
    for (std::vector<std::string>* paths : {&facts.inputs.read, &facts.inputs.absent, &facts.inputs.listed}) {
      *paths = cut_all(text);
    }
    for (std::optional<std::size_t> node = tasks_[task].parent; node; node = tasks_[*node].parent) {
      const auto headers = done_.find(tasks_.facts_of(*node));
      if (headers == done_.end()) {
        return false;
      }
      std::string_view shared = headers->second;
      facts.parts.push_back(cut(shared));
    }
    done_.erase(task);
    take_(std::move(facts));
    return true;
  }

  const Tasks& tasks_;
  const ResultBoard& board_;
  const std::function<void(SharedFacts)>& take_;
  std::map<std::size_t, std::string> done_;
  std::vector<std::size_t> waiting_;
};

} // namespace

SharedJob shared_job(const ShareNode& node, std::size_t group,
                     const std::function<analysis::SharedHeader(HeaderId)>& header_of) {
  SharedJob job{group, node.headers, {}, node.units, {}};
  for (HeaderId id : node.headers) {
    job.headers.push_back(header_of(id));
  }
  for (const ShareNode& child : node.children) {
    job.children.push_back(shared_job(child, group, header_of));
  }
  return job;
}

std::vector<FailedHeader> run_share_tree(const std::vector<SharedJob>& roots, const Commands& commands,
                                         const analysis::ExtractOptions& options, const Workers& workers,
                                         const std::function<void(SharedFacts)>& take) {
  const Tasks tasks(roots);
  facts::Result<std::unique_ptr<ResultBoard>> board = ResultBoard::open(tasks.size(), workers.jobs);
  const pid_t conductor = board ? ::fork() : -1;
  if (conductor == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Runner(tasks, **board, commands, options, workers).conduct();
  }
  if (conductor < 0) {
    return {};
  }
  (*board)->close_input();
  Collector collector(tasks, **board, take);
  while (std::optional<std::size_t> task = (*board)->wait()) {
    collector.add(*task);
  }
  ::waitpid(conductor, nullptr, 0);
  std::vector<FailedHeader> failed;
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    if (std::optional<std::uint32_t> header = (*board)->note(task)) {
      failed.push_back({tasks[task].node->group, *header});
    }
  }
  return failed;
}

} // namespace paraudit::tool
