// Facts of some units of a program in a directory, for another process or machine to link: what `paraudit facts` writes
// and `paraudit link` reads.
//
// DIR/facts/HASH.facts are the facts, named by their content (as in a cache, which DIR is, too); DIR/shards/I-of-N.json
// says which units the shard was to extract, which parts each has, and which failed.
// Thread-safety: processes may write different shards into one directory; each file appears whole or not at all.
// Errors: a shard that is missing, or does not belong to the others, makes its units failed ones or is refused.
#ifndef PARAUDIT_CHECKER_TOOL_SHARDS_H
#define PARAUDIT_CHECKER_TOOL_SHARDS_H

#include "checker/facts/result.h"
#include "checker/tool/run.h"

#include <string>
#include <vector>

namespace paraudit::tool {

struct ShardNumber {
  std::size_t index = 0, of = 1; // index counts from 0
};

// The units of a shard: neighbours, which share headers.
std::pair<std::size_t, std::size_t> shard_range(std::size_t units, ShardNumber shard);

// Writes the record of a shard whose facts are in `directory`. `report` tells of its own units, in order.
// Returns "" or what went wrong.
std::string write_shard(const std::string& directory, const Commands& all, ShardNumber shard, const Report& report);

// The facts of all units in the directories; the others are listed in `report`.
facts::Result<std::vector<facts::TuFacts>> load_shards(const std::vector<std::string>& directories, Report& report);

} // namespace paraudit::tool

#endif
