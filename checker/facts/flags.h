// The booleans of each value struct in the order of their bits in the file. Append only.
//
// Private to the serialisation. Each list is applied to a (const or mutable) struct and a visitor of its flags.
#ifndef PARAUDIT_CHECKER_FACTS_FLAGS_H
#define PARAUDIT_CHECKER_FACTS_FLAGS_H

#include "checker/facts/facts.h"

#include <cstdint>
#include <type_traits>

namespace paraudit::facts {

template <class S, class V>
  requires std::is_same_v<std::remove_const_t<S>, StateObject>
void each_flag(S& s, V&& visit) {
  for (auto* flag :
       {&s.is_definition, &s.is_const, &s.is_constexpr, &s.is_reference, &s.is_pointer, &s.pointee_const, &s.is_inline,
        &s.is_internal, &s.is_thread_local, &s.is_template_instance, &s.is_container, &s.is_volatile,
        &s.constant_initialised, &s.dynamic_init, &s.dynamic_destruction, &s.has_guard_variable, &s.in_system_header})
    visit(*flag);
}

template <class S, class V>
  requires std::is_same_v<std::remove_const_t<S>, FieldFacts>
void each_flag(S& s, V&& visit) {
  for (auto* flag : {&s.is_mutable, &s.is_const, &s.is_reference, &s.is_pointer, &s.pointee_const, &s.is_container})
    visit(*flag);
}

template <class S, class V>
  requires std::is_same_v<std::remove_const_t<S>, ClassFacts>
void each_flag(S& s, V&& visit) {
  for (auto* flag : {&s.is_guard, &s.instantiated, &s.is_abstract, &s.is_iterator})
    visit(*flag);
}

template <class S, class V>
  requires std::is_same_v<std::remove_const_t<S>, Event>
void each_flag(S& s, V&& visit) {
  for (auto* flag : {&s.is_try, &s.owned, &s.is_atomic, &s.is_implicit, &s.is_synchronous, &s.in_condition, &s.to_const,
                     &s.is_predicate})
    visit(*flag);
}

template <class S, class V>
  requires std::is_same_v<std::remove_const_t<S>, FunctionFacts>
void each_flag(S& s, V&& visit) {
  for (auto* flag :
       {&s.is_internal, &s.is_const, &s.is_static, &s.is_virtual, &s.is_constructor, &s.is_destructor, &s.is_lambda,
        &s.is_template_instance, &s.is_initializer, &s.is_main, &s.in_system_header, &s.no_analysis, &s.is_private})
    visit(*flag);
}

template <class S> std::uint32_t pack_flags(const S& value) {
  std::uint32_t bits = 0;
  std::uint32_t next = 1;
  each_flag(value, [&](bool flag) {
    bits |= flag ? next : 0;
    next <<= 1;
  });
  return bits;
}

template <class S> void unpack_flags(std::uint32_t bits, S& value) {
  each_flag(value, [&](bool& flag) {
    flag = (bits & 1) != 0;
    bits >>= 1;
  });
}

} // namespace paraudit::facts

#endif
