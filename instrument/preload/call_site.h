/* The calling thread's current call site: set by code that the pass rewrote around each call that may lock, read by the
 * interposers of libparaudit-preload.so. NULL: the caller is not instrumented, its return address tells the site.
 *
 * The static record outlives every use. One per thread, so no synchronisation; a signal handler that locks sees the
 * site of the interrupted call at worst. Cost: a load and two stores around a call. C, so that the pass's tests can use
 * it. */
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_CALL_SITE_H
#define PARAUDIT_INSTRUMENT_PRELOAD_CALL_SITE_H

#include "runtime/abi/hooks.h"

#ifdef __cplusplus
extern "C" {
#endif

extern __thread const struct paraudit_site* paraudit_call_site
    __attribute__((tls_model("initial-exec"), visibility("default")));

#ifdef __cplusplus
}
#endif
#endif
