#include "minicompiler/codegen/support_object.h"

#include <cstddef>

// A relocatable object as read-only data; the assembler includes it, so that no tool has to turn it into an array.
asm(".section .rodata\n"
    ".balign 16\n"
    "minirc_support_begin:\n"
    ".incbin \"" MINIRC_SUPPORT_OBJECT "\"\n"
    "minirc_support_end:\n"
    ".previous\n");

extern "C" {
extern const char minirc_support_begin[] __attribute__((visibility("hidden")));
extern const char minirc_support_end[] __attribute__((visibility("hidden")));
}

namespace minirc::codegen {

std::string_view support_object() {
  return {minirc_support_begin, static_cast<std::size_t>(minirc_support_end - minirc_support_begin)};
}

} // namespace minirc::codegen
