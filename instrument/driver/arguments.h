// What the compiler drivers add to a command line of clang's. Pure functions.
#ifndef PARAUDIT_INSTRUMENT_DRIVER_ARGUMENTS_H
#define PARAUDIT_INSTRUMENT_DRIVER_ARGUMENTS_H

#include <string>
#include <vector>

namespace paraudit::driver {

/// Whether clang would link a program or shared library: there is an input and nothing asks to stop before.
bool links(const std::vector<std::string>& arguments);

bool links_statically(const std::vector<std::string>& arguments);

/// Takes `OPTION=VALUE` out, every one of them; the last one's value, or empty. A bare `OPTION` means `bare`, if that
/// is not empty.
std::string take_option(std::vector<std::string>& arguments, const std::string& option, const std::string& bare = "");

/// To be put before `arguments`. `library` is the directory of paraudit-pass.so and libparaudit-preload.so.
/// `names_fields`: the debug information of classes is needed.
std::vector<std::string> added_arguments(const std::vector<std::string>& arguments, const std::string& library,
                                         bool names_fields);

} // namespace paraudit::driver
#endif
