// Whether this translation unit is built with a sanitizer: PARAUDIT_WITH_ADDRESS_SANITIZER and
// PARAUDIT_WITH_THREAD_SANITIZER are 0 or 1, PARAUDIT_WITH_SANITIZER says whether either is. GCC tells by macros, Clang
// by features. Macros alone: no thread-safety, cost or errors to speak of.
#ifndef PARAUDIT_RUNTIME_PLATFORM_SANITIZER_H
#define PARAUDIT_RUNTIME_PLATFORM_SANITIZER_H

#if defined(__has_feature)
#define PARAUDIT_HAS_FEATURE(name) __has_feature(name)
#else
#define PARAUDIT_HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || PARAUDIT_HAS_FEATURE(address_sanitizer)
#define PARAUDIT_WITH_ADDRESS_SANITIZER 1
#else
#define PARAUDIT_WITH_ADDRESS_SANITIZER 0
#endif
#if defined(__SANITIZE_THREAD__) || PARAUDIT_HAS_FEATURE(thread_sanitizer)
#define PARAUDIT_WITH_THREAD_SANITIZER 1
#else
#define PARAUDIT_WITH_THREAD_SANITIZER 0
#endif
#undef PARAUDIT_HAS_FEATURE

#define PARAUDIT_WITH_SANITIZER (PARAUDIT_WITH_ADDRESS_SANITIZER || PARAUDIT_WITH_THREAD_SANITIZER)

#endif
