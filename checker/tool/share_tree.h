// Runs a plan of shared parses as a tree of processes: one per node, which parses the node's headers and forks once for
// each unit and child node.
//
// Thread-safety: the caller must be single-threaded. Processes die with the one that forked them. At most `jobs` work
// at a time; see shared_extraction.h for the memory they take.
#ifndef PARAUDIT_CHECKER_TOOL_SHARE_TREE_H
#define PARAUDIT_CHECKER_TOOL_SHARE_TREE_H

#include "checker/analysis/shared_extract.h"
#include "checker/tool/share_plan.h"
#include "checker/tool/shared_extraction.h"

#include <functional>
#include <vector>

namespace paraudit::tool {

// A node of the plan with its headers by name.
struct SharedJob {
  std::size_t group = 0;
  std::vector<HeaderId> ids;
  std::vector<analysis::SharedHeader> headers;
  std::vector<std::size_t> units;
  std::vector<SharedJob> children;
};

SharedJob shared_job(const ShareNode& node, std::size_t group,
                     const std::function<analysis::SharedHeader(HeaderId)>& header_of);

// A node with a header that cannot be parsed ahead is done without that header. What dies is not done at all.
void run_share_tree(const std::vector<SharedJob>& roots, const Commands& commands,
                    const analysis::ExtractOptions& options, const Workers& workers,
                    const std::function<void(SharedFacts)>& take);

} // namespace paraudit::tool

#endif
