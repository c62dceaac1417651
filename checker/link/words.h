// The words that a name is put together from: `next_id`, `nextId` and `ns::nextId` have `next` and `id`; `valid` has no
// `id`.
//
// Thread-safety: free functions without state. Cost: linear in the name. Limits: ASCII letters.
#ifndef PARAUDIT_CHECKER_LINK_WORDS_H
#define PARAUDIT_CHECKER_LINK_WORDS_H

#include <initializer_list>
#include <string>
#include <string_view>

namespace paraudit::link {

bool has_word(const std::string& name, std::initializer_list<std::string_view> words);

// Of what is there for those who look for errors in the program, not for those who use it: `debugLevel`.
bool is_for_debugging(const std::string& name);

} // namespace paraudit::link

#endif
