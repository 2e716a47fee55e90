// Traces: converts a journal to traces of OpenTelemetry, line by line. It opens no files and sends nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "base/result.h"

namespace jobrig::tracing {

struct ExportedTraces {
  std::uint64_t exchanges = 0;
  std::uint64_t missing = 0;  // exchanges that the journal lacks
  bool was_cut = false;       // the last line is incomplete, as after a server was killed; it was ignored
};

/// Spans in one line of the output.
inline constexpr std::size_t kSpansPerLine = 500;

/// Writes lines of OTLP JSON, each a TracesData object (OpenTelemetry Protocol File Exporter). Needs memory for one
/// line and for the calls that did not end. The error begins with the number of the line: `3: the line must be …`.
base::Result<ExportedTraces> export_traces(std::istream& journal, std::string_view scheme, std::ostream& out);

}  // namespace jobrig::tracing
