#include "checker/link/words.h"

#include <algorithm>
#include <cctype>

namespace paraudit::link {

bool has_word(const std::string& name, std::initializer_list<std::string_view> words) {
  std::string spaced;
  for (size_t i = 0; i < name.size(); ++i) {
    auto c = static_cast<unsigned char>(name[i]);
    bool starts = i > 0 && std::isupper(c) && !std::isupper(static_cast<unsigned char>(name[i - 1]));
    spaced += starts ? " " : "";
    spaced += std::isalpha(c) ? static_cast<char>(std::tolower(c)) : ' ';
  }
  spaced = " " + spaced + " ";
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return spaced.find(" " + std::string(word) + " ") != std::string::npos;
  });
}

bool is_for_debugging(const std::string& name) {
  const size_t own = name.rfind("::"); // a debugger's class is no debugging
  return has_word(own == std::string::npos ? name : name.substr(own + 2),
                  {"debug", "debugging", "dbg", "verbose", "verbosity"});
}

} // namespace paraudit::link
