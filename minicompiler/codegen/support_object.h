// The run-time support object (codegen/support/), embedded in this program as bytes.
// Immutable data; safe from any thread; no errors.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_SUPPORT_OBJECT_H
#define PARAUDIT_MINICOMPILER_CODEGEN_SUPPORT_OBJECT_H

#include <string_view>

namespace minirc::codegen {

std::string_view support_object();

} // namespace minirc::codegen

#endif
