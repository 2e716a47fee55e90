#include "report/exchange_line.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>

#include "report/ci_commands.h"
#include "report/redaction.h"

namespace jobrig::report {
namespace {

constexpr std::size_t kMaxTarget = 200;
// The part of a target that is searched for secrets: more than is shown, so that none is cut.
constexpr std::size_t kMaxSearched = 1000;

// The request line without its version; for an invalid request line, its bytes as received.
std::string_view method_and_target(std::string_view request) {
  const std::string_view line = request.substr(0, request.find_first_of("\r\n"));
  const std::size_t version = line.rfind(" HTTP/");
  return version == std::string_view::npos ? line : line.substr(0, version);
}

std::string printable(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes.substr(0, kMaxTarget)) {
    const auto value = static_cast<unsigned char>(byte);
    if (value >= 0x20 && value < 0x7f) {
      text += byte;
    } else {
      std::array<char, 8> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\x%02x", value);
      text += escaped.data();
    }
  }
  return bytes.size() > kMaxTarget ? text + "…" : text;
}

std::string milliseconds(std::chrono::nanoseconds time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1fms", static_cast<double>(time.count()) / 1e6);
  return text.data();
}

std::string_view close_reason_text(model::CloseReason close_reason) {
  switch (close_reason) {
    case model::CloseReason::kKept:
    case model::CloseReason::kClosed:
      return "";
    case model::CloseReason::kReset:
      return "  reset";
    case model::CloseReason::kClientGaveUp:
      return "  the client gave up";
    case model::CloseReason::kServerStopped:
      return "  the server stopped";
  }
  return "";
}

std::string decision_text(const model::Decision& decision) {
  std::string text;
  if (!decision.error.empty()) {
    text += " " + decision.error;
  }
  if (!decision.authentication.empty()) {
    // The first line contains the difference; a canonical request may follow.
    text += ": " + printable(std::string_view(decision.authentication).substr(0, decision.authentication.find('\n')));
  }
  if (!decision.rule.empty()) {
    text += "  rule \"" + printable(decision.rule) + "\"";
    if (decision.step > 0) {
      text += " answer " + std::to_string(decision.step);
    }
  }
  for (const std::string& fault : decision.faults) {
    text += "  " + fault;
  }
  return text;
}

}  // namespace

std::string exchange_line(const model::Exchange& exchange) {
  if (!exchange.handshake.empty()) {
    return "TLS handshake  no response  " + printable(exchange.handshake) +
           std::string(close_reason_text(exchange.close_reason));
  }
  std::string line = printable(redact(method_and_target(exchange.request).substr(0, kMaxSearched))) + "  ";
  line += exchange.status == 0 ? "no answer" : std::to_string(exchange.status);
  line += decision_text(exchange.decision);
  if (!exchange.refusal.empty()) {
    line += "  refused: " + printable(exchange.refusal);
  }
  if (exchange.first_byte != base::Monotonic{}) {
    line += "  after " + milliseconds(exchange.first_byte - exchange.request_whole);
  }
  line += close_reason_text(exchange.close_reason);
  if (exchange.close_reason == model::CloseReason::kClientGaveUp) {
    line += " after " + milliseconds(exchange.ended - exchange.request_whole);
  }
  return without_commands(line);
}

}  // namespace jobrig::report
