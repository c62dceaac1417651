// Joins recorded sites with the findings' acquisitions: which place in the source a site is, and which lock class was
// acquired there.
//
// A site has a stack of frames, innermost first: its own place, what that was inlined into, the callers that the
// recorder walked; a return address is symbolised. Frames in system headers are passed over. A frame matches an
// acquisition on its line of its file: by exact column where both columns are of one kind, else all acquisitions of the
// line match. The first frame that matches says which locks it may be. While those are several (a wrapper that locks
// whatever it is given), the frames around it narrow them down: an outer frame keeps the locks that the findings
// acquire there by way of a frame further in. One lock left is the answer.
//
// Thread-safety: const use is safe after construction. Cost: a look-up per frame.
#ifndef PARAUDIT_REPORTS_ANALYSIS_SITE_JOIN_H
#define PARAUDIT_REPORTS_ANALYSIS_SITE_JOIN_H

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "reports/analysis/path_map.h"
#include "reports/analysis/report.h"
#include "reports/reader/symbolizer.h"
#include "reports/reader/trace.h"

namespace paraudit::reports {

struct JoinedSite {
  SourcePlace place;
  std::optional<std::size_t> lock; // index into Findings::locks
  std::string reason;              // why there is no lock
  bool outside = false;            // in a module without line information: no code that an audit could have seen
};

class SiteJoin {
 public:
  SiteJoin(const Findings& findings, const PathMap& paths);

  // `symbolized` holds the frames of the trace's return addresses.
  JoinedSite join(const ProcessTrace& trace, const Symbolized& symbolized, std::uint32_t site_id) const;

  // The lock whose id or name is `name`, or the only one whose name ends with it.
  std::optional<std::size_t> lock_by_name(const std::string& name) const;

 private:
  struct Frame {
    std::string file, function;
    std::uint32_t line = 0, column = 0;
    std::vector<const char*> column_keys; // the findings' kinds that the column may be of
  };
  struct Candidate {
    std::size_t lock;
    const StaticAcquisition* acquisition;
  };
  std::vector<Frame> frames_of(const ProcessTrace& trace, const Symbolized& symbolized, std::uint32_t site_id) const;
  std::set<std::size_t> locks_at(const Frame& frame, const std::vector<Frame>& inner) const;
  static const Frame* outside_wrappers(const std::vector<Frame>& frames);
  std::vector<Candidate> candidates(const Frame& frame) const;

  const PathMap& paths_;
  std::map<std::pair<std::string, std::uint32_t>, std::vector<Candidate>> by_line_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::string, std::vector<std::size_t>> by_last_name_;
};

} // namespace paraudit::reports

#endif
