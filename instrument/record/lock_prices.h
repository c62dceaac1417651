// What locking and unlocking costs on this machine where nobody waits: measured, not assumed.
//
// Threads take some tens of locks at random, each on cache lines of its own, and write what they guard: one thread
// finds them all in its cache, two find many in the other's. What the second thread makes an operation dearer by, for
// each that follows the other thread's, is the price of moving a lock between cores.
//
// Thread-safety: one caller at a time; runs two threads for some milliseconds. Where they never ran at once (there is
// one core only), nothing moved and the price is 0.
#ifndef PARAUDIT_INSTRUMENT_RECORD_LOCK_PRICES_H
#define PARAUDIT_INSTRUMENT_RECORD_LOCK_PRICES_H

namespace paraudit::record {

struct LockPrices {
  double acquisition_ns = 0; // locking and unlocking
  double transfer_ns = 0;    // added where another thread had the lock
};

LockPrices measure_lock_prices();

} // namespace paraudit::record

#endif
