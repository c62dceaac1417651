// Joins recorded sites with the findings' acquisitions: which place in the source a site is, and which lock class was
// acquired there.
//
// A site has a stack of frames (its own place, what it was inlined into, the callers that the recorder walked; a return
// address is symbolised first). Frames in system headers are passed over. A frame matches an acquisition on the same
// line of the same file: by exact column where both columns are of one kind, else when all acquisitions on the line are
// of one lock. The outermost of the consecutive matching frames, starting with the first that matches, decides: a
// wrapper's own mutex member is known by the object that holds it.
//
// Thread-safety: const use is safe after construction. Cost: a look-up per frame.
#ifndef PARAUDIT_REPORTS_ANALYSIS_SITE_JOIN_H
#define PARAUDIT_REPORTS_ANALYSIS_SITE_JOIN_H

#include <map>
#include <optional>
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
    std::uint8_t column_kind = PARAUDIT_COLUMN_NONE;
  };
  struct Candidate {
    std::size_t lock;
    const StaticAcquisition* acquisition;
  };
  enum class Match { kNone, kUnique, kAmbiguous };

  std::vector<Frame> frames_of(const ProcessTrace& trace, const Symbolized& symbolized, std::uint32_t site_id) const;
  Match match(const Frame& frame, std::size_t& lock) const;

  const PathMap& paths_;
  std::map<std::pair<std::string, std::uint32_t>, std::vector<Candidate>> by_line_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::string, std::vector<std::size_t>> by_last_name_;
};

} // namespace paraudit::reports

#endif
