#include "tracing/traces.h"

#include <istream>
#include <ostream>

#include "tracing/call_traces.h"
#include "tracing/journal_line.h"
#include "tracing/otlp_span.h"

namespace jobrig::tracing {
namespace {

/// Collects spans and writes them in lines.
class SpanLines {
 public:
  explicit SpanLines(std::ostream& out) : out_(out) {}

  void add(const std::string& span) {
    out_ << (count_ == 0 ? begin_ : ",") << span;
    count_ = (count_ + 1) % kSpansPerLine;
    if (count_ == 0) {
      out_ << otlp_line_end();
    }
  }
  void finish() {
    if (count_ > 0) {
      out_ << otlp_line_end();
      count_ = 0;
    }
  }

 private:
  std::ostream& out_;
  const std::string begin_ = otlp_line_begin();
  std::size_t count_ = 0;  // in the line that is not complete
};

}  // namespace

base::Result<ExportedTraces> export_traces(std::istream& journal, std::string_view scheme, std::ostream& out) {
  ExportedTraces exported;
  CallTraces calls;
  SpanLines lines(out);
  std::uint64_t number = 0;
  for (std::string text; out.good() && std::getline(journal, text);) {
    ++number;
    const bool is_complete = !journal.eof();
    const auto line = read_journal_line(text);
    if (!line) {
      lines.finish();
      if (is_complete) {
        return base::Error{std::to_string(number) + ": " + line.error().message};
      }
      exported.was_cut = true;
      return exported;
    }
    if (line->is_event) {
      exported.missing += line->missing;
      continue;
    }
    ++exported.exchanges;
    lines.add(otlp_span(*line, calls.place(line->exchange, line->endpoint), scheme));
  }
  lines.finish();
  return exported;
}

}  // namespace jobrig::tracing
