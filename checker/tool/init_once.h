// The change of source that turns an initialisation by hand into std::call_once:
//
//   if (!table)              static std::once_flag table_once;
//     table = new Table;     std::call_once(table_once, [&] {
//                              table = new Table;
//                            });
//
// Only where the text is plainly that: the test alone decides, the branch sets the object to something that the test
// takes for set, and control does not leave the branch. Pure. Cost: linear in the text.
#ifndef PARAUDIT_CHECKER_TOOL_INIT_ONCE_H
#define PARAUDIT_CHECKER_TOOL_INIT_ONCE_H

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::tool {

struct TextChange {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;
};

// `offset` is where the test names the object.
std::optional<std::vector<TextChange>> make_init_once(const std::string& text, std::size_t offset,
                                                      const std::string& name);

// Whether the declaration whose name ends at `offset` leaves the object as the test takes for unset.
bool starts_unset(const std::string& text, std::size_t offset);

} // namespace paraudit::tool

#endif
