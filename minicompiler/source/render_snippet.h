// The source excerpt of a message: line numbers, carets, labels, in rustc's layout. One-line spans are underlined, with
// the rightmost label beside its carets and the others hanging below; a span over several lines gets a bar at its left.
// Pure functions; cost linear in the lines shown.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_RENDER_SNIPPET_H
#define PARAUDIT_MINICOMPILER_SOURCE_RENDER_SNIPPET_H

#include "minicompiler/source/diagnostics.h"
#include <string>
#include <vector>

namespace minirc {

// " --> file:line:col" and the excerpt. gutter: width of the line numbers. Ends with a newline.
std::string render_snippet(const std::vector<SpanLabel>& labels, const SourceMap& map, unsigned gutter);
// The width that the largest line number of these spans needs.
unsigned gutter_width(const Diagnostic& diagnostic, const SourceMap& map);

} // namespace minirc

#endif
