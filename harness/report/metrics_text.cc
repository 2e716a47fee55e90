#include "report/metrics_text.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/utf8.h"

namespace jobrig::report {
namespace {

using Label = std::pair<std::string_view, std::string_view>;

std::string escaped(std::string_view value) {
  std::string text;
  while (!value.empty()) {
    const std::string_view before = value;
    if (!base::take_code_point(value)) {
      value.remove_prefix(1);
      text += "\xEF\xBF\xBD";
      continue;
    }
    const std::string_view character = before.substr(0, before.size() - value.size());
    text += character == "\\"   ? "\\\\"
            : character == "\"" ? "\\\""
            : character == "\n" ? "\\n"
                                : std::string(character);
  }
  return text;
}

class Text {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
  }
  void sample(std::initializer_list<Label> labels, std::string_view value) {
    text_ += name_;
    char before = '{';
    for (const auto& [label, content] : labels) {
      text_ += before;
      text_.append(label).append("=\"").append(escaped(content)).append("\"");
      before = ',';
    }
    text_.append(labels.size() > 0 ? "} " : " ").append(value).append("\n");
  }
  void sample(std::initializer_list<Label> labels, std::uint64_t value) { sample(labels, std::to_string(value)); }
  void single(std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    family(name, type, help);
    sample({}, value);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::string_view name_;
};

std::string shortest(double value) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

std::string seconds(base::Instant time) {
  std::array<char, 40> digits{};
  const double value = std::chrono::duration<double>(time.time_since_epoch()).count();
  return {digits.data(),
          std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, 6).ptr};
}

void add_counts(const ExchangeCounts& counts, Text& text) {
  text.family("jobrig_requests_total", "counter", "Exchanges by operation and response status (0: no response).");
  for (const auto& [key, count] : counts.requests) {
    text.sample({{"operation", key.first}, {"status", std::to_string(key.second)}}, count);
  }
  text.family("jobrig_rule_answers_total", "counter", "Exchanges by rule and answer.");
  for (const auto& [key, count] : counts.answers) {
    text.sample({{"rule", key.first}, {"step", std::to_string(key.second)}}, count);
  }
  text.family("jobrig_faults_total", "counter", "Faults applied, by name.");
  for (const auto& [fault, count] : counts.faults) {
    text.sample({{"fault", fault}}, count);
  }
  text.family("jobrig_close_reasons_total", "counter", "Exchanges by close reason.");
  for (const auto& [close_reason, count] : counts.close_reasons) {
    text.sample({{"close_reason", model::close_reason_word(close_reason)}}, count);
  }
  text.single("jobrig_refused_requests_total", "counter", "Requests rejected as invalid HTTP.", counts.refused);
  text.single("jobrig_received_bytes_total", "counter", "Bytes received in requests.", counts.bytes_received);
  text.single("jobrig_sent_bytes_total", "counter", "Bytes sent in responses.", counts.bytes_sent);
}

void add_memory(const Metrics& metrics, Text& text) {
  text.family("jobrig_keys", "gauge", "Things and jobs with counters in memory, of the scenario and other names.");
  text.sample({{"names", "scenario"}}, metrics.keys_of_scenario);
  text.sample({{"names", "other"}}, metrics.other_keys);
  text.single("jobrig_keys_evicted", "gauge", "Other names whose counters were evicted since the last reset.",
              metrics.keys_evicted);
  text.single("jobrig_keys_refused", "gauge",
              "Requests rejected since the last reset for lack of room for their thing.", metrics.keys_refused);
  text.single("jobrig_client_tokens", "gauge", "Client tokens of started commands in memory (at most 10000).",
              metrics.client_tokens);
  text.single("jobrig_held_request_bytes", "gauge", "Memory of incomplete requests and of requests without response.",
              metrics.held_request_bytes);
  text.single("jobrig_held_response_bytes", "gauge", "Memory of responses that are delayed or not read.",
              metrics.held_response_bytes);
  text.single("jobrig_admin_held_request_bytes", "gauge", "The same for requests to the admin interface.",
              metrics.admin_held_bytes);
  text.single("jobrig_admin_held_response_bytes", "gauge", "The same for responses of the admin interface.",
              metrics.admin_unread_bytes);
}

}  // namespace

std::string metrics_text(const Metrics& metrics) {
  Text text;
  add_counts(metrics.counts, text);
  text.single("jobrig_journal_records", "gauge", "Exchanges in the in-memory journal.", metrics.journal_records);
  text.single("jobrig_journal_evicted", "gauge", "Exchanges evicted from the in-memory journal since the last reset.",
              metrics.journal_evicted);
  text.single("jobrig_journal_bytes", "gauge", "Size of the in-memory journal.", metrics.journal_bytes);
  add_memory(metrics, text);
  text.single("jobrig_journal_file_dropped_total", "counter", "Exchanges that the journal file lacks.",
              metrics.journal_file_dropped);
  text.single("jobrig_journal_file_queued_bytes", "gauge", "Bytes that wait to be written to the journal file.",
              metrics.journal_file_queued_bytes);
  text.single("jobrig_log_lines_dropped_total", "counter", "Lines that were not written to stderr.",
              metrics.log_lines_dropped);
  text.single("jobrig_internal_failures_total", "counter",
              "Failures inside jobrig; each may have cost a response or a record.", metrics.internal_failures);
  text.single("jobrig_sandboxes", "gauge", "Number of sandboxes.", metrics.sandboxes);
  text.family("jobrig_virtual_time_seconds", "gauge", "Scenario time as a Unix timestamp.");
  text.sample({}, seconds(metrics.time));
  text.family("jobrig_virtual_time_rate", "gauge", "Speed of the scenario time (0: frozen).");
  text.sample({}, shortest(metrics.rate));
  text.family("jobrig_build_info", "gauge", "Version of jobrig.");
  text.sample({{"version", metrics.version}}, 1);
  return text.take();
}

}  // namespace jobrig::report
