// Turns a recorded process into a flat sequence of named records, everything that its files hold, for people and for
// scripts: `paraudit trace dump`.
//
// Order: process, clock anchors, command, environment, modules, sites, classes, labels, threads, thread edges, chains,
// counters, then each thread's file: its header, its counter slots, its ring records, oldest first. Within a kind by
// id, else as in the file, so that two dumps of one trace are equal byte for byte.
//
// Thread-safety: none needed, plain functions on const data. Cost: about 2 us a record (a debugging aid; the report
// reads 50 times as fast). Units: names end in _ns for nanoseconds, `at_ns` counts from the process's start; `ticks`
// are the trace's own. Errors: none of its own; the reader has validated everything.
#ifndef PARAUDIT_REPORTS_DUMP_TRACE_DUMP_H
#define PARAUDIT_REPORTS_DUMP_TRACE_DUMP_H

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <ostream>
#include <string_view>

#include "reports/reader/trace.h"

namespace paraudit::reports {

// `fields` is a JSON object whose members are numbers, strings, booleans, or arrays of such (or of such objects).
using RecordSink = std::function<void(std::string_view name, const nlohmann::ordered_json& fields)>;

// Everything in `trace`, one call a record.
void visit_trace(const ProcessTrace& trace, const RecordSink& sink);

// One record a line: its name, then name=value pairs; text is quoted and escaped as in JSON.
void write_text(std::string_view name, const nlohmann::ordered_json& fields, std::ostream& out);

} // namespace paraudit::reports

#endif
