// The process-wide choice between synchronised and unsynchronised locks, made once at run time.
//
// A compiler calls set_mode() once, after reading its options and before its first lock; every lock made later works
// in that mode for its whole life. Locks made earlier (namespace-scope objects) are synchronised, which is always
// right. While the recorder is on, the mode is kSync whatever was asked for: a one-thread recording is input to replay.
//
// Built with PARAUDIT_SERIAL the mode is kNoSync for good and set_mode(kSync) is misuse.
// Thread-safety: all functions from any thread. Cost: one relaxed load.
#ifndef PARAUDIT_RUNTIME_SYNC_MODE_H
#define PARAUDIT_RUNTIME_SYNC_MODE_H

#include "runtime/sync/misuse.h"

#include <atomic>
#include <cstdint>

namespace paraudit {

enum class SyncMode : uint8_t { kUnset, kNoSync, kSync };

// Chooses the mode. Again with the same mode is fine; with another is misuse.
void set_mode(SyncMode mode, SourceLocation location = SourceLocation::current());

// The mode chosen; misuse when none was.
SyncMode mode(SourceLocation location = SourceLocation::current());

// False only once kNoSync is in force: before the choice everything must assume threads.
bool might_be_sync();

// Forgets the choice, for tests that exercise several modes in one process. Locks that exist keep theirs.
void reset_mode_for_test();

namespace detail {

// What a lock's tag says: how it works and, when it is recorded, its class.
inline constexpr uint32_t kTagUnrecorded = 0;             // synchronised, nothing recorded
inline constexpr uint32_t kTagNoSync = 0xffffffffu;       // a plain flag
inline constexpr uint32_t kTagUnclassified = 0xfffffffeu; // recorded; its class is made at its first acquisition

// The tag of a lock made now.
uint32_t initial_tag(uint32_t kind, const char* class_name, const SiteRecord* site);

// The tag of a recorded lock when it is acquired at `first`: if it has no class yet, that of its construction site and
// this one. Readers may come together: the first to store decides, so that an instance has one class.
uint32_t classified(std::atomic<uint32_t>& tag, uint32_t kind, const SiteRecord* made_at, const SiteRecord* first);

// What a group of locks shares (the shards of one table): one class whose instances have an index order.
uint32_t group_tag(uint32_t kind, const char* class_name, const SiteRecord* site);

} // namespace detail
} // namespace paraudit
#endif
