// Locks of a class that wraps std::mutex: the lock is the member of the owner, not the mutex inside the wrapper,
// so that two owners' locks stay two.
#include "port.h"

class Cache {
public:
  port::Mutex mutex_;
};

class Table {
public:
  port::Mutex mutex_;
};

void lookup(Cache* cache, Table* table) {
  port::MutexLock outer(&cache->mutex_);
  table->mutex_.Lock(); // CHECK: paraudit-lock-order-inversion
  table->mutex_.Unlock();
}

void evict(Cache* cache, Table* table) {
  port::MutexLock outer(&table->mutex_);
  port::MutexLock inner(&cache->mutex_);
}
