// Which functions are lock wrappers, judged by their linker name: what both the pass plug-in and the preload library
// ask, so that both attribute an acquisition to the same line.
//
// Pure functions of their arguments; no allocation, no locale, signal-safe. Names follow the Itanium C++ ABI
// (https://itanium-cxx-abi.github.io/cxx-abi/abi.html#mangling); only as much of the grammar is understood as it takes
// to find a function's own name. What is not understood is no wrapper.
#ifndef PARAUDIT_INSTRUMENT_WRAPPERS_WRAPPER_NAMES_H
#define PARAUDIT_INSTRUMENT_WRAPPERS_WRAPPER_NAMES_H

#include <cstdint>
#include <string_view>

namespace paraudit::instrument {

/// A function's name as its linker name spells it. `scope` is the innermost enclosing class or namespace.
struct FunctionName {
  std::string_view base;
  std::string_view scope;
  bool standard = false;    ///< in namespace std or __gnu_cxx, or libstdc++'s glue to pthreads
  bool constructor = false; ///< base is then the class
  bool destructor = false;
  bool mangled = false; ///< false: a C function, base is the whole name
};

FunctionName parse_function_name(std::string_view linker_name);

/// The largest function, in bytes of machine code, that preload takes for a wrapper by its name alone:
/// `Database::lock()` with a body of its own is no wrapper.
inline constexpr uint64_t kWrapperBytesMax = 256;

/// A wrapper by name: to be believed only where nothing more is known of the function (its size, its body).
bool is_wrapper_name(const FunctionName& name);

} // namespace paraudit::instrument
#endif
