// OTLP span: formats one exchange as a span of the OpenTelemetry protocol, in its JSON encoding. The attributes keep
// the semantic conventions for HTTP server spans; those of jobrig begin with `jobrig.`. It decides about no trace.
#pragma once

#include <string>
#include <string_view>

#include "tracing/call_traces.h"
#include "tracing/journal_line.h"

namespace jobrig::tracing {

/// `scheme`: `http` or `https`, which a journal does not record.
std::string otlp_span(const JournalLine& line, const SpanPlace& place, std::string_view scheme);

/// The beginning of a line of OTLP JSON (a TracesData object), up to its first span, and the end after the last one.
std::string otlp_line_begin();
std::string_view otlp_line_end();

}  // namespace jobrig::tracing
