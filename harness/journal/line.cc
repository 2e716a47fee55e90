#include "journal/line.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>

#include "base/base64.h"
#include "base/json_string.h"
#include "model/traceparent.h"

namespace jobrig::journal {
namespace {

// In the functions below `lead` is everything before the value: comma, quoted name and colon.

void append_string(std::string_view lead, std::string_view text, std::string& out) {
  out.append(lead);
  base::append_json_string(out, text);
}

void append_integer(std::string_view lead, std::int64_t value, std::string& out) {
  out.append(lead);
  std::array<char, 24> digits;  // NOLINT: filled before it is read
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_count(std::string_view lead, std::uint64_t value, std::string& out) {
  append_integer(lead, static_cast<std::int64_t>(value), out);
}

/// Raw bytes: written as text if they are valid UTF-8, else as the base64 member.
void append_bytes(std::string_view name, std::string_view bytes, std::string& out) {
  const std::size_t before = out.size();
  out.append(",\"").append(name).append("\":\"");
  if (base::append_json_characters(out, bytes) < bytes.size()) {
    out.resize(before);
    out.append(",\"").append(name).append("_base64\":\"");
    base::append_base64(bytes, out);
  }
  out += '"';
}

void append_digits(std::uint64_t value, unsigned count, std::string& out) {
  std::array<char, 20> digits{};
  for (unsigned i = count; i > 0; --i) {
    digits[i - 1] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
  out.append(digits.data(), count);
}

/// Always six decimals, which makes lines sortable by this member. Scenarios cannot produce years before 0 or after
/// 9999.
void append_instant(base::Instant instant, std::string& out) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const auto rest = static_cast<std::uint64_t>((instant - day).count());
  append_digits(static_cast<std::uint64_t>(static_cast<int>(date.year())), 4, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.month()), 2, out);
  out += '-';
  append_digits(static_cast<unsigned>(date.day()), 2, out);
  out += 'T';
  append_digits(rest / 3'600'000'000U, 2, out);
  out += ':';
  append_digits(rest / 60'000'000U % 60U, 2, out);
  out += ':';
  append_digits(rest / 1'000'000U % 60U, 2, out);
  out += '.';
  append_digits(rest % 1'000'000U, 6, out);
  out += 'Z';
}

void append_since(std::string_view lead, base::Monotonic moment, base::Monotonic since, std::string& out) {
  if (moment == base::Monotonic{}) {
    out.append(lead);
    out += "null";
    return;
  }
  append_integer(lead, std::chrono::floor<std::chrono::microseconds>(moment - since).count(), out);
}

void append_decision(const model::Decision& decision, std::string& out) {
  append_string(R"(,"operation":)", decision.operation, out);
  append_string(R"(,"thing":)", decision.key.thing, out);
  append_string(R"(,"job":)", decision.key.job, out);
  append_count(R"(,"ordinal":)", decision.ordinal, out);
  append_string(R"(,"rule":)", decision.rule, out);
  append_count(R"(,"step":)", decision.step, out);
  out += R"(,"faults":[)";
  std::string_view separator;
  for (const std::string& fault : decision.faults) {
    append_string(separator, fault, out);
    separator = ",";
  }
  out += ']';
  append_string(R"(,"error":)", decision.error, out);
  if (!decision.authentication.empty()) {
    append_string(R"(,"authentication":)", decision.authentication, out);
  }
}

}  // namespace

void append_journal_members(const model::Exchange& exchange, std::string& out) {
  append_count(R"("number":)", exchange.number, out);
  append_count(R"(,"connection":)", exchange.connection, out);
  out += R"(,"arrived":")";
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

void append_journal_line(const model::Exchange& exchange, std::string& out) {
  out += '{';
  append_journal_members(exchange, out);
  append_bytes("request", exchange.request, out);
  append_bytes("answer", exchange.answer, out);
  out += "}\n";
}

void append_dropped_event(std::uint64_t exchanges, std::string_view reason, std::string& out) {
  append_count(R"({"event":"dropped","exchanges":)", exchanges, out);
  append_string(R"(,"reason":)", reason, out);
  out += "}\n";
}

void append_change_event(const AuditRecord& record, std::string& out) {
  out += R"({"event":"change","arrived":")";
  append_instant(record.when, out);
  append_string(R"(","who":)", record.who, out);
  append_string(R"(,"sandbox":)", record.sandbox, out);
  append_string(R"(,"what":)", record.what, out);
  out += "}\n";
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
