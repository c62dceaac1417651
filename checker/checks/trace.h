// Turns witnesses into the steps that a person reads: which thread acquires what, through which calls.
//
// Thread-safety: free functions without state.
#ifndef PARAUDIT_CHECKER_CHECKS_TRACE_H
#define PARAUDIT_CHECKER_CHECKS_TRACE_H

#include "checker/checks/finding.h"
#include "checker/link/link.h"

#include <functional>
#include <string>
#include <vector>

namespace paraudit::checks {

Place place_of(const link::Site& site);
std::string quoted(const std::string& text);
const std::string& lock_name(const link::Program& program, link::LockId lock);
const std::string& function_name(const link::Program& program, link::FunctionId function);

// Where the inner lock of a nested acquisition is taken, and in which function.
Place inner_place(const link::Program& program, const link::NestedPair& pair);
std::string inner_function(const link::Program& program, const link::NestedPair& pair);

// The steps to something that happens with `lock` held: takes it (or is called with it), calls its way down, `last`.
void append_steps(const link::Program& program, link::FunctionId holder, const link::HeldLock& lock,
                  const link::Hop* held_hop, const std::vector<link::HeldLock>& others, const link::Hop& down,
                  const std::string& last, uint32_t thread, std::vector<TraceStep>& steps);
// The calls on the way to something, then `last` at the end of the chain.
void append_hops(const link::Program& program, const link::Hop& first, uint32_t thread, const std::string& last,
                 const std::vector<std::string>& held, std::vector<TraceStep>& steps);
// What the function calls the object that the path begins at; empty for `this`.
std::string root_name(const link::Program& program, link::FunctionId function, link::PathId path);
// The lock's name, or how the code at hand names it where its declaration is not known.
std::string path_text(const link::Program& program, link::FunctionId function, link::PathId path);
std::string held_name(const link::Program& program, link::FunctionId holder, const link::HeldLock& lock);
// Of the places that one statement under a lock leads to, one is reported; the others are notes.
// `what`: what one of them is.
void append_more(const link::Program& program, const std::vector<link::Deed>& more,
                 const std::function<std::string(const link::Deed&)>& what, std::vector<RelatedPlace>& places);
// Names in a message are cut to a readable length: template arguments, then the middle.
std::string brief(const std::string& name);

// The steps of one thread: takes the outer lock, calls its way down, takes the inner lock.
void append_trace(const link::Program& program, const link::NestedPair& pair, uint32_t thread,
                  std::vector<TraceStep>& steps);

} // namespace paraudit::checks

#endif
