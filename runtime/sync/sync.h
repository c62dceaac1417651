// All sync types of the runtime in one include.
#ifndef PARAUDIT_RUNTIME_SYNC_SYNC_H
#define PARAUDIT_RUNTIME_SYNC_SYNC_H

#include "runtime/sync/append_only_vec.h"
#include "runtime/sync/cell.h"
#include "runtime/sync/freeze_lock.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/mode.h"
#include "runtime/sync/mt_lock.h"
#include "runtime/sync/once.h"
#include "runtime/sync/one_thread.h"
#include "runtime/sync/rw_lock.h"
#include "runtime/sync/sharded.h"

#endif
