// The members of classes that are shared state, as entries of the findings file's `shared_state`.
//
// Thread-safety: a free function without state.
#ifndef PARAUDIT_CHECKER_TOOL_JSON_FIELDS_H
#define PARAUDIT_CHECKER_TOOL_JSON_FIELDS_H

#include "checker/link/link.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>

namespace paraudit::tool {

// Appends one entry for each member that is accessed under locks or declares its guard; instantiations of a template
// are one. `path` makes file names as users see them.
void append_fields(const link::Program& program, const std::function<std::string(const std::string&)>& path,
                   nlohmann::ordered_json& shared_state);

} // namespace paraudit::tool

#endif
