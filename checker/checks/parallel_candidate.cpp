#include "checker/checks/parallel_candidate.h"

#include "checker/checks/trace.h"
#include "checker/link/candidates.h"

namespace paraudit::checks {
namespace {

using link::ObstacleKind;

std::string obstacle_text(const link::Obstacle& obstacle) {
  const std::string subject = quoted(brief(obstacle.subject));
  switch (obstacle.kind) {
  case ObstacleKind::kSharedState:
    return "every iteration changes " + subject;
  case ObstacleKind::kOrder:
    return obstacle.subject == "console-output" || obstacle.subject == "file-io" || obstacle.subject == "socket-io"
               ? "it writes output, in the order of the iterations"
               : subject + " is appended to, in the order of the iterations";
  case ObstacleKind::kLock:
    return "the iterations would fight over " + subject;
  case ObstacleKind::kReduction:
    return subject + " is summed up over the iterations";
  case ObstacleKind::kUnseenCode:
    return obstacle.subject.empty() ? "it calls code that is not seen"
                                    : "it calls " + subject + ", whose code is not seen";
  case ObstacleKind::kTooMuch:
    break;
  }
  return subject + " touches more than is followed";
}

std::string message_of(const link::Candidate& candidate) {
  if (candidate.obstacles.empty()) {
    return "no iteration of this loop touches what another one changes: it could run in parallel (about " +
           std::to_string(candidate.cost) + " operations an iteration)";
  }
  std::string text = "this loop could run in parallel, but " + obstacle_text(candidate.obstacles.front());
  if (size_t more = candidate.obstacles.size() - 1; more > 0) {
    text += ", and " + std::to_string(more) + " more " + (more == 1 ? "obstacle" : "obstacles");
  }
  return text + " (about " + std::to_string(candidate.cost) + " operations an iteration)";
}

} // namespace

void check_parallel_candidate(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::vector<link::Candidate> candidates =
      link::find_candidates(*program.index, *program.graph, *program.summaries, *program.tasks);
  for (const link::Candidate& candidate : candidates) {
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = message_of(candidate);
    finding.place = place_of(candidate.site);
    finding.function = function_name(program, candidate.function);
    for (const link::Obstacle& obstacle : candidate.obstacles) {
      finding.related.push_back({place_of(obstacle.site), obstacle_text(obstacle)});
    }
    finding.identity = {finding.function, candidate.obstacles.empty() ? "free" : "blocked"};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
