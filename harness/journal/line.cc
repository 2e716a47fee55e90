#include "journal/line.h"

#include <chrono>
#include <cstdint>

#include "journal/members.h"
#include "model/traceparent.h"

namespace jobrig::journal {
namespace {

void append_decision(const model::Decision& decision, base::TextBuffer& out) {
  append_string(R"(,"operation":)", decision.operation, out);
  append_string(R"(,"thing":)", decision.key.thing, out);
  append_string(R"(,"job":)", decision.key.job, out);
  append_count(R"(,"ordinal":)", decision.ordinal, out);
  append_string(R"(,"rule":)", decision.rule, out);
  append_count(R"(,"step":)", decision.step, out);
  out.add(R"(,"faults":[)");
  std::string_view separator;
  for (const std::string& fault : decision.faults) {
    append_string(separator, fault, out);
    separator = ",";
  }
  out.add(']');
  append_string(R"(,"error":)", decision.error, out);
  if (!decision.authentication.empty()) {
    append_string(R"(,"authentication":)", decision.authentication, out);
  }
}

void append_members(const model::Exchange& exchange, base::TextBuffer& out) {
  append_count(R"("number":)", exchange.number, out);
  append_count(R"(,"connection":)", exchange.connection, out);
  out.add(R"(,"arrived":")");
  append_instant(exchange.arrived, out);
  const base::Monotonic whole = exchange.request_whole;
  append_integer(R"(","monotonic_us":)",
                 std::chrono::floor<std::chrono::microseconds>(whole.time_since_epoch()).count(), out);
  append_decision(exchange.decision, out);
  append_integer(R"(,"status":)", exchange.status, out);
  append_string(R"(,"close_reason":)", model::close_reason_word(exchange.close_reason), out);
  if (!exchange.refusal.empty()) {
    append_string(R"(,"refusal":)", exchange.refusal, out);
  }
  if (!exchange.handshake.empty()) {
    append_string(R"(,"handshake":)", exchange.handshake, out);
  }
  if (const std::string_view traceparent = model::traceparent_in(exchange.request);
      exchange.refusal.empty() && !traceparent.empty()) {
    append_string(R"(,"traceparent":)", traceparent, out);
  }
  append_since(R"(,"first_byte_us":)", exchange.first_byte, whole, out);
  append_since(R"(,"last_byte_us":)", exchange.last_byte, whole, out);
  append_since(R"(,"ended_us":)", exchange.ended, whole, out);
}

/// `memo` may be null.
void append_line(const model::Exchange& exchange, LineMemo* memo, std::string& lines) {
  base::TextBuffer out(lines);
  out.add('{');
  append_members(exchange, out);
  append_bytes("request", exchange.request, memo != nullptr ? &memo->requests : nullptr, out);
  append_bytes("answer", exchange.answer, memo != nullptr ? &memo->answers : nullptr, out);
  out.add("}\n");
  out.flush();
}

}  // namespace

void append_journal_members(const model::Exchange& exchange, std::string& members) {
  base::TextBuffer out(members);
  append_members(exchange, out);
  out.flush();
}

void append_journal_line(const model::Exchange& exchange, std::string& lines) { append_line(exchange, nullptr, lines); }

void append_journal_line(const model::Exchange& exchange, LineMemo& memo, std::string& lines) {
  append_line(exchange, &memo, lines);
}

void append_dropped_event(std::uint64_t exchanges, std::string_view reason, std::string& lines) {
  base::TextBuffer out(lines);
  append_count(R"({"event":"dropped","exchanges":)", exchanges, out);
  append_string(R"(,"reason":)", reason, out);
  out.add("}\n");
  out.flush();
}

void append_change_event(const AuditRecord& record, std::string& lines) {
  base::TextBuffer out(lines);
  out.add(R"({"event":"change","arrived":")");
  append_instant(record.when, out);
  append_string(R"(","who":)", record.who, out);
  append_string(R"(,"sandbox":)", record.sandbox, out);
  append_string(R"(,"what":)", record.what, out);
  out.add("}\n");
  out.flush();
}

std::uint64_t exchanges_in(std::string_view lines) {
  std::uint64_t count = 0;
  while (!lines.empty()) {
    count += lines.starts_with(R"({"event":)") ? 0 : 1;
    const std::size_t end = lines.find('\n');
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
  }
  return count;
}

}  // namespace jobrig::journal
