// One compilation from the command line to the output files. Called once per process, on the main thread.
// Returns the exit code: 0, or 1 for errors in the source, the system or the output.
#ifndef PARAUDIT_MINICOMPILER_DRIVER_SESSION_H
#define PARAUDIT_MINICOMPILER_DRIVER_SESSION_H

#include "minicompiler/driver/options.h"

namespace minirc::driver {

int compile(const Options& options);

} // namespace minirc::driver

#endif
