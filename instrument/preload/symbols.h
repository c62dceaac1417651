// The function that holds an address, from the symbol table of the loaded file on disk.
//
// Signal-safe and free of the allocator and of the loader's lock: system calls and the loader's lock-free object
// look-up (glibc 2.35) alone. Thread-safety: any thread. Cost: a linear scan of the symbol table, up to milliseconds,
// for the first look-ups in a file, then microseconds; callers keep the result. Memory: the first 64 files asked for
// stay mapped; 4 bytes a symbol of those that are asked for often.
// Errors: a file that is gone, stripped or damaged has no names.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_SYMBOLS_H
#define PARAUDIT_INSTRUMENT_PRELOAD_SYMBOLS_H

#include <cstdint>
#include <string_view>

namespace paraudit::preload {

struct FunctionSymbol {
  std::string_view name; ///< valid during the callback only; empty when not known
  uint64_t bytes = 0;
};

/// Calls `use(context, symbol)` exactly once.
void with_function_symbol(const void* address, void (*use)(void* context, const FunctionSymbol& symbol), void* context);

/// Until it is told otherwise no system call is made: only files that were asked for before have names, and the
/// program's own, which is made ready here.
void leave_files_alone(bool leave);

} // namespace paraudit::preload
#endif
