// What the mains of the report tools share: which errors are the user's (standard output that takes nothing is one),
// how they are told, the exit code.
//
// Anything else that is thrown is a defect of ours and ends the program. Thread-safety: for main().
#ifndef PARAUDIT_REPORTS_TOOL_TOOL_MAIN_H
#define PARAUDIT_REPORTS_TOOL_TOOL_MAIN_H

#include <iostream>
#include <new>

#include "formats/located_error.h"
#include "reports/reader/input_error.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"

namespace paraudit::reports {

// run() returns the exit code. `program`: the name before a message.
template <class Run> int tool_main(const char* program, Run&& run) {
  const auto fail = [program](const char* message) {
    std::cerr << program << ": " << message << "\n";
    return kExitError;
  };
  try {
    int code = run();
    return std::cout.flush() ? code : fail("standard output: cannot write");
  } catch (const formats::LocatedError& error) {
    return fail(error.what());
  } catch (const InputError& error) {
    return fail(error.what());
  } catch (const OutputError& error) {
    return fail(error.what());
  } catch (const std::bad_alloc&) {
    return fail("out of memory");
  }
}

} // namespace paraudit::reports

#endif
