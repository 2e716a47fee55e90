#include "report/wire_trace.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "model/conformance_words.h"
#include "report/plain_text.h"
#include "report/record_times.h"

namespace jobrig::report {
namespace {

constexpr std::size_t kTimeWidth = 10;
constexpr std::size_t kMaxLine = 400;
constexpr std::size_t kMostLines = 400;

/// An event, with the lines below it.
struct Event {
  base::Monotonic at;
  std::string words;
  std::vector<std::string> below;
};

std::string short_line(std::string_view text) { return one_line(shortened(text, kMaxLine)); }

std::vector<std::string> message_lines(std::string_view bytes, std::string_view lead, std::size_t most) {
  std::vector<std::string> lines = wire_lines(shortened(bytes, most));
  for (std::string& line : lines) {
    line.insert(0, lead);
  }
  return lines;
}

void add_exchange(const model::Exchange& exchange, const std::string& which, std::size_t most,
                  std::vector<Event>& events) {
  if (!exchange.handshake.empty()) {
    events.push_back({exchange.ended, "TLS handshake failed: " + short_line(exchange.handshake), {}});
    return;
  }
  events.push_back({exchange.request_whole, "request " + which + ", connection " + std::to_string(exchange.connection),
                    message_lines(exchange.request, "> ", most)});
  const bool answered = exchange.first_byte != base::Monotonic{};
  events.push_back({answered ? exchange.first_byte : exchange.ended,
                    "response " + which + ": " + answer_words(exchange), message_lines(exchange.answer, "< ", most)});
  if (answered && exchange.close_reason == model::CloseReason::kClientGaveUp) {
    events.push_back({exchange.ended, "the client gave up on response " + which, {}});
  }
}

/// `> PUBLISH $aws/things/t/jobs/get, QoS 1, id 2` with the payload below; `<` is to the client, `*` a connection.
void add_packet(const model::PacketRecord& packet, std::size_t most, std::vector<Event>& events) {
  const bool connection = packet.direction == model::PacketDirection::kConnection;
  std::string words = connection ? "* connection " + std::to_string(packet.connection) + " "
                      : packet.direction == model::PacketDirection::kFromClient ? "> "
                                                                                : "< ";
  words += packet.packet.empty() ? "invalid bytes" : one_line(packet.packet);
  std::string topic = packet.topic;
  std::replace(topic.begin(), topic.end(), '\n', ' ');
  words += topic.empty() ? "" : " " + short_line(topic);
  words += packet.qos > 0 ? ", QoS " + std::to_string(packet.qos) : "";
  words += packet.packet_id > 0 ? ", id " + std::to_string(packet.packet_id) : "";
  words += packet.dup ? ", DUP" : "";
  words += packet.retain ? ", RETAIN" : "";
  words += packet.reason ? ", code " + std::to_string(*packet.reason) : "";
  words += packet.rule.empty() ? "" : ", rule \"" + one_line(packet.rule) + "\"";
  for (const std::string& fault : packet.faults) {
    words += ", fault " + one_line(fault);
  }
  words += packet.detail.empty() ? "" : ": " + short_line(packet.detail);
  events.push_back({packet.when, std::move(words),
                    packet.payload.empty() ? std::vector<std::string>() : message_lines(packet.payload, "  ", most)});
}

}  // namespace

std::string answer_words(const model::Exchange& exchange) {
  std::string words = exchange.status == 0 ? "nothing sent" : std::to_string(exchange.status);
  const model::Decision& decision = exchange.decision;
  words += decision.error.empty() ? "" : " " + one_line(decision.error);
  if (!decision.rule.empty()) {
    words += ", rule \"" + one_line(decision.rule) + "\"";
    words += decision.step > 0 ? " answer " + std::to_string(decision.step) : "";
  }
  for (const std::string& fault : decision.faults) {
    words += ", fault " + one_line(fault);
  }
  if (!exchange.refusal.empty()) {
    words += ", refused: " + short_line(exchange.refusal);
  }
  if (!decision.authentication.empty()) {
    const std::string& differs = decision.authentication;
    words += ", authentication failed: " + short_line(std::string_view(differs).substr(0, differs.find('\n')));
  }
  switch (exchange.close_reason) {
    case model::CloseReason::kKept:
      return words;
    case model::CloseReason::kClosed:
      return words + ", closed";
    case model::CloseReason::kReset:
      return words + ", reset";
    case model::CloseReason::kClientGaveUp:
      return words + ", the client gave up";
    case model::CloseReason::kServerStopped:
      return words + ", the server was stopped";
  }
  return words;
}

std::string report_words(const model::CallRecord& call) {
  if (call.timed_out) {
    return "no report before the deadline";
  }
  if (!call.outcome) {
    return "nothing reported";
  }
  const model::ClientOutcome& outcome = *call.outcome;
  switch (outcome.kind) {
    case model::ClientOutcome::Kind::kSuccess:
      // A client of which only the exit code is known has no response.
      return outcome.response.empty() && outcome.exit_code ? "exit code " + std::to_string(*outcome.exit_code)
                                                           : "success " + short_line(outcome.response);
    case model::ClientOutcome::Kind::kUnable:
      return "unable: " + short_line(outcome.message);
    case model::ClientOutcome::Kind::kError:
      break;
  }
  std::string words = "error " + short_line(outcome.error.empty() ? "without a name" : outcome.error) + " (" +
                      std::string(word_of(outcome.failure));
  words += outcome.status ? ", status " + std::to_string(*outcome.status) : "";
  words += outcome.exit_code ? ", exit code " + std::to_string(*outcome.exit_code) : "";
  return words + ")" + (outcome.message.empty() ? "" : ": " + short_line(outcome.message));
}

namespace {

/// Of a long case, the beginning and the end.
std::vector<std::string> shortened_lines(std::vector<std::string> lines) {
  if (lines.size() <= kMostLines) {
    return lines;
  }
  const auto half = static_cast<std::ptrdiff_t>(kMostLines / 2);
  const std::string omitted = "… " + std::to_string(lines.size() - kMostLines) + " lines left out";
  std::vector<std::string> both(lines.begin(), lines.begin() + half);
  both.push_back(std::string(kTimeWidth + 2, ' ') + omitted);
  both.insert(both.end(), lines.end() - half, lines.end());
  return both;
}

}  // namespace

std::vector<std::string> wire_trace(const model::CaseRecord& record, std::size_t most_bytes) {
  std::vector<Event> events;
  for (const model::CallRecord& call : record.calls) {
    events.push_back({call.began, "call: " + one_line(call.operation) + " " + short_line(call.arguments), {}});
  }
  for (std::size_t i = 0; i < record.exchanges.size(); ++i) {
    add_exchange(record.exchanges[i], std::to_string(i + 1), most_bytes, events);
  }
  for (const model::Exchange& exchange : record.elsewhere) {
    add_exchange(exchange, "to elsewhere", most_bytes, events);
  }
  for (const model::PacketRecord& packet : record.packets) {
    add_packet(packet, most_bytes, events);
  }
  for (const model::CallRecord& call : record.calls) {
    events.push_back({call.ended, "reported: " + report_words(call), {}});
  }
  // Events that did not happen come last. Events with equal times keep the order: asked, arrived, answered, reported.
  std::stable_sort(events.begin(), events.end(), [](const Event& one, const Event& other) {
    const bool never = one.at == base::Monotonic{};
    const bool other_never = other.at == base::Monotonic{};
    return never != other_never ? other_never : whole_microseconds(one.at) < whole_microseconds(other.at);
  });
  const base::Monotonic origin = record_origin(record);
  std::vector<std::string> lines;
  for (const Event& event : events) {
    const auto at = time_after(origin, event.at);
    const std::string time = at ? milliseconds_text(std::chrono::duration<double, std::milli>(*at).count()) : "-";
    lines.push_back(std::string(kTimeWidth - std::min(kTimeWidth, time.size()), ' ') + time + "  " + event.words);
    for (const std::string& line : event.below) {
      lines.push_back(std::string(kTimeWidth + 2, ' ') + line);
    }
  }
  return shortened_lines(std::move(lines));
}

}  // namespace jobrig::report
