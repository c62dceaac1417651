// Which mutexes of POSIX are recursive: their type does not tell, what initialises them does.
//
// Private to checker/analysis. Thread-safety: free functions without state. Cost: a walk over a constructor or
// function. Limits: the attribute must be set, and used, in one function; its value must be a constant. Of a wrapper
// class and of members that a header declares, the constructor must be in the header, too.
#ifndef PARAUDIT_CHECKER_ANALYSIS_RECURSIVE_MUTEX_H
#define PARAUDIT_CHECKER_ANALYSIS_RECURSIVE_MUTEX_H

#include "checker/analysis/clang_headers.h"

namespace paraudit::analysis {

// Whether the code sets the type PTHREAD_MUTEX_RECURSIVE in a mutex attribute.
bool asks_for_recursion(const clang::Stmt* code, const clang::ASTContext& context);
bool asks_for_recursion(const clang::CXXRecordDecl* record, const clang::ASTContext& context); // in a constructor
// Whether it is initialised with PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP.
bool starts_recursive(const clang::VarDecl* mutex);

} // namespace paraudit::analysis

#endif
