#include "instrument/wrappers/wrapper_names.h"

namespace paraudit::instrument {
namespace {

constexpr std::string_view kStandard[] = {
#define PARAUDIT_WRAPPER_STANDARD(name) name,
#include "runtime/abi/lock_wrappers.def"
};
constexpr std::string_view kMethods[] = {
#define PARAUDIT_WRAPPER_METHOD(name) name,
#include "runtime/abi/lock_wrappers.def"
};
constexpr std::string_view kGuardSuffixes[] = {
#define PARAUDIT_WRAPPER_GUARD(suffix) suffix,
#include "runtime/abi/lock_wrappers.def"
};
constexpr std::string_view kCSuffixes[] = {
#define PARAUDIT_WRAPPER_C(suffix) suffix,
#include "runtime/abi/lock_wrappers.def"
};

// string_view's own functions with a position may throw, which needs a run-time library that preload must not have.
bool begins_with(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::string_view(text.data(), prefix.size()) == prefix;
}
bool finishes_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() &&
         std::string_view(text.data() + (text.size() - suffix.size()), suffix.size()) == suffix;
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// Reads a mangled name from left to right. `failed` stays set once something was not understood.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool failed() const { return failed_; }
  bool done() const { return failed_ || rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool at(std::string_view prefix) const { return begins_with(rest_, prefix); }
  bool take(std::string_view prefix) {
    if (!at(prefix))
      return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }
  void fail() { failed_ = true; }

  std::string_view source_name() {
    size_t length = 0;
    while (is_digit(peek()) && length < rest_.size()) {
      length = length * 10 + static_cast<size_t>(peek() - '0');
      rest_.remove_prefix(1);
    }
    if (length == 0 || length > rest_.size()) {
      failed_ = true;
      return {};
    }
    std::string_view name(rest_.data(), length);
    rest_.remove_prefix(length);
    return name;
  }

  /// S_, S0_, St, Sa ...; returns whether it named something of the standard library.
  bool substitution() {
    rest_.remove_prefix(1);
    if (is_lower(peek())) {
      rest_.remove_prefix(1);
      return true;
    }
    while (is_digit(peek()) || is_upper(peek()))
      rest_.remove_prefix(1);
    if (!take("_"))
      failed_ = true;
    return false;
  }

  /// From an I to its E. Every bracket of the grammar that ends in E is counted; names are skipped whole.
  void template_arguments() {
    int depth = 0;
    do {
      char c = peek();
      if (is_digit(c)) {
        source_name();
        continue;
      }
      if (c == 'S') {
        substitution();
        continue;
      }
      if (c == 'L') {
        literal();
        continue;
      }
      if (rest_.empty())
        failed_ = true;
      else
        rest_.remove_prefix(1);
      if (c == 'I' || c == 'N' || c == 'X' || c == 'J' || c == 'F' || c == 'Z' || (c == 'U' && peek() == 'l'))
        ++depth;
      else if (c == 'E')
        --depth;
    } while (depth > 0 && !failed_);
  }

 private:
  /// L <type> <value> E, or L_Z <encoding> E: numbers here are values, not lengths, unless a name comes first.
  void literal() {
    rest_.remove_prefix(1);
    if (take("_Z"))
      failed_ = true; // a function's address as template argument: not worth its grammar
    else if (is_digit(peek()))
      source_name();
    while (!rest_.empty() && peek() != 'E')
      rest_.remove_prefix(1);
    if (!take("E"))
      failed_ = true;
  }

  std::string_view rest_;
  bool failed_ = false;
};

void add_component(FunctionName& name, std::string_view component) {
  name.scope = name.base;
  name.base = component;
}

/// One component of a nested name. Constructors keep the class as base.
void parse_component(Cursor& cursor, FunctionName& name) {
  char c = cursor.peek();
  if (c == 'S') {
    name.standard |= cursor.substitution() && name.base.empty();
  } else if (c == 'I') {
    cursor.template_arguments();
  } else if (is_digit(c)) {
    add_component(name, cursor.source_name());
  } else if (cursor.take("L")) {
  } else if (cursor.take("B")) {
    cursor.source_name();
  } else if (cursor.take("C")) {
    name.constructor = true;
    cursor.take("I");
    cursor.take(cursor.at("1") ? "1" : cursor.at("2") ? "2" : cursor.at("3") ? "3" : "4");
  } else if (cursor.at("D0") || cursor.at("D1") || cursor.at("D2") || cursor.at("D4")) {
    name.destructor = true;
    cursor.take("D");
    cursor.source_name();
  } else {
    cursor.fail(); // operators, lambdas, decltypes: no wrapper has such a name
  }
}

void parse_nested(Cursor& cursor, FunctionName& name) {
  while (cursor.take("K") || cursor.take("V") || cursor.take("r") || cursor.take("R") || cursor.take("O")) {
  }
  while (!cursor.done() && !cursor.at("E") && !name.destructor) {
    parse_component(cursor, name);
    if (name.constructor)
      return;
  }
}

bool is_glue(std::string_view base) {
  return begins_with(base, "__gthread_") || begins_with(base, "__gthrw_") || begins_with(base, "__glibcxx_");
}

template <size_t N> bool contains(const std::string_view (&names)[N], std::string_view wanted) {
  for (std::string_view name : names)
    if (name == wanted)
      return true;
  return false;
}

template <size_t N> bool contains_suffix(const std::string_view (&suffixes)[N], std::string_view name) {
  for (std::string_view suffix : suffixes)
    if (finishes_with(name, suffix))
      return true;
  return false;
}

} // namespace

FunctionName parse_function_name(std::string_view linker_name) {
  FunctionName name;
  Cursor cursor(linker_name);
  if (!cursor.take("_Z")) {
    name.base = linker_name;
    return name;
  }
  name.mangled = true;
  if (cursor.take("Z")) { // a local entity: a lambda or a class in a function; only whose it is matters
    cursor.take("N");
    cursor.take("K");
    name.standard = cursor.at("St");
    return name;
  }
  if (cursor.take("N")) {
    parse_nested(cursor, name);
  } else {
    name.standard = cursor.take("St");
    cursor.take("L");
    name.base = cursor.source_name();
  }
  if (name.scope == "__gnu_cxx" || is_glue(name.base))
    name.standard = true;
  if (cursor.failed())
    name = FunctionName{.base = {}, .scope = {}, .standard = name.standard, .mangled = true};
  return name;
}

bool is_wrapper_name(const FunctionName& name) {
  if (name.standard) {
    // A class, or a function of the namespace itself (or of an internal one in it): std::weak_ptr::lock is neither.
    bool in_namespace = name.scope.empty() || begins_with(name.scope, "_");
    return is_glue(name.base) || contains(kStandard, name.scope) || (in_namespace && contains(kStandard, name.base));
  }
  if (name.base.empty() || name.destructor)
    return false;
  if (name.constructor)
    return contains_suffix(kGuardSuffixes, name.base);
  return name.mangled ? contains(kMethods, name.base) : contains_suffix(kCSuffixes, name.base);
}

} // namespace paraudit::instrument
