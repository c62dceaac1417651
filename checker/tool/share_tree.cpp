#include "checker/tool/share_tree.h"

#include "checker/facts/store.h"
#include "checker/tool/result_board.h"

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>
#include <set>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace paraudit::tool {
namespace {

// Headers that cannot be parsed ahead are found one by one.
constexpr int kMaxAttempts = 8;
constexpr int kPatience = 20; // milliseconds between looks at processes that ended

// Of a result: goes with the facts of the headers above, or has all that the unit says.
constexpr char kShares = 's';
constexpr char kIsAlone = 'a';

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
      is_posted = post(*result.facts, result.inputs, kShares);
    } else if (tasks_[task_].unit) {
      // Now, while others work, instead of after them.
      analysis::ExtractResult alone = analysis::extract(commands_[*tasks_[task_].unit], options_);
      is_posted = alone.facts && post(*alone.facts, alone.inputs, kIsAlone);
    }
    board_.release(task_);
    ::_exit(is_posted ? 0 : 1);
  }

  bool post(const facts::TuFacts& facts, const analysis::Inputs& inputs, char how) {
    std::string text(1, how);
    append(text, facts::encode(facts));
    for (const std::vector<std::string>& paths : {inputs.read, inputs.absent, inputs.listed}) {
      append_all(text, paths);
    }
    return board_.post(task_, text);
  }

  static std::size_t any_unit(const SharedJob& job) {
    return job.units.empty() ? any_unit(job.children.front()) : job.units.front();
  }

  analysis::SharedStep next_step(int failed) {
    if (failed >= 0) {
      board_.note(task_, ahead_[static_cast<std::size_t>(failed)]);
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
                     : analysis::SharedStep{Kind::kHeaders, headers_ahead(*task.node), nullptr};
  }

  std::vector<analysis::SharedHeader> headers_ahead(const SharedJob& node) {
    std::vector<analysis::SharedHeader> headers;
    ahead_.clear();
    for (std::size_t i = 0; i < node.ids.size(); ++i) {
      if (!excluded_.contains({node.group, node.ids[i]})) {
        ahead_.push_back(node.ids[i]);
        headers.push_back(node.headers[i]);
      }
    }
    return headers;
  }

  // A node with a header that cannot be parsed ahead begins again without it, here, where what comes before is parsed.
  bool begins_again(std::size_t task) {
    const std::optional<HeaderId> header = is_node(task) ? board_.take_note(task) : std::nullopt;
    if (!header || ++attempts_[task] > kMaxAttempts) {
      return false;
    }
    excluded_.insert({tasks_[task].node->group, *header});
    return true;
  }

  // One process for each task. True in each of those; false here, once all of them have ended.
  bool fork_all(std::deque<std::size_t>& tasks) {
    std::map<pid_t, std::size_t> running;
    std::size_t nodes = 0; // running ones
    const auto reap = [&](int flags) {
      const pid_t pid = running.empty() ? 0 : ::waitpid(-1, nullptr, flags);
      if (pid <= 0) {
        return false;
      }
      const std::size_t task = running.at(pid);
      running.erase(pid);
      board_.release(task);
      if (is_node(task) && nodes-- > 1) {
        board_.release_server();
      }
      if (begins_again(task)) {
        tasks.push_front(task);
      }
      return true;
    };
    while (!tasks.empty() || reap(0)) {
      while (reap(WNOHANG)) {
      }
      if (tasks.empty()) {
        continue;
      }
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
        board_.release(task); // those that were not started are somebody else's
        tasks.clear();
        continue;
      }
      nodes += is_node(task) ? 1 : 0;
      running[pid] = task;
    }
    return false;
  }

  const Tasks& tasks_;
  ResultBoard& board_;
  const Commands& commands_;
  const analysis::ExtractOptions& options_;
  const Workers& workers_;
  std::size_t task_ = 0;
  bool has_headers_ = false;
  std::vector<HeaderId> ahead_;                         // those that this process was told to parse last
  std::set<std::pair<std::size_t, HeaderId>> excluded_; // of a group: they cannot be parsed ahead
  std::map<std::size_t, int> attempts_;
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
    const bool is_alone = text.front() == kIsAlone;
    text.remove_prefix(1);
    SharedFacts facts;
    facts.unit = *tasks_[task].unit;
    facts.parts.push_back(cut(text));
    for (std::vector<std::string>* paths : {&facts.inputs.read, &facts.inputs.absent, &facts.inputs.listed}) {
      *paths = cut_all(text);
    }
    for (std::optional<std::size_t> node = tasks_[task].parent; node && !is_alone; node = tasks_[*node].parent) {
      const auto headers = done_.find(tasks_.facts_of(*node));
      if (headers == done_.end()) {
        return false;
      }
      std::string_view shared = std::string_view(headers->second).substr(1);
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

void run_share_tree(const std::vector<SharedJob>& roots, const Commands& commands,
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
    return;
  }
  (*board)->close_input();
  Collector collector(tasks, **board, take);
  while (std::optional<std::size_t> task = (*board)->wait()) {
    collector.add(*task);
  }
  ::waitpid(conductor, nullptr, 0);
}

} // namespace paraudit::tool
