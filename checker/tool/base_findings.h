// --diff: what the program before a change has already.
//
// Both programs are judged whole: facts of units that the change cannot have touched are used twice, the others are
// extracted again from the files as they were. A finding is introduced where the program before has none of its
// fingerprint, or a less severe one. Cost: where a header changed, every unit is read once more.
// Limits: a unit that the change deleted has no compile command left, so what it alone took part in counts as new.
#ifndef PARAUDIT_CHECKER_TOOL_BASE_FINDINGS_H
#define PARAUDIT_CHECKER_TOOL_BASE_FINDINGS_H

#include "checker/tool/changes.h"
#include "checker/tool/run.h"

#include <map>
#include <string>
#include <vector>

namespace paraudit::tool {

// `units` are those of the program as it is, in any order. Notes for the user are added to `notes`.
facts::Result<BaseFindings> base_findings(const Changes& changes, const Commands& commands,
                                          const std::vector<facts::TuFacts>& units, Plan& plan,
                                          std::vector<std::string>& notes);

} // namespace paraudit::tool

#endif
