#include "metrics/catalogue.h"

#include <chrono>
#include <optional>
#include <span>

namespace jobrig::metrics {
namespace {

constexpr double kMicroseconds = 1e6;  // in a second

template <typename Value>
void add_known(const std::optional<Value>& value, Samples& samples) {
  if (value) {
    samples.add(*value);
  }
}

void add_ports(std::uint64_t PortUsage::*member, const Metrics& metrics, Samples& samples) {
  samples.add({{"port", "main"}}, metrics.main_port.*member);
  samples.add({{"port", "admin"}}, metrics.admin_port.*member);
}

void add_labelled(const LabelCounts::Totals& totals, std::string_view name, std::string_view number, Samples& samples) {
  for (const auto& [key, count] : totals) {
    samples.add({{name, key.first}, {number, std::to_string(key.second)}}, count);
  }
}

void add_packets(const Metrics& metrics, Samples& samples) {
  for (const auto& [key, count] : metrics.packets.packets) {
    const bool is_sent = key.second == static_cast<std::uint32_t>(model::PacketDirection::kToClient);
    samples.add({{"packet", key.first}, {"direction", is_sent ? "sent" : "received"}}, count);
  }
}

void add_mqtt_answers(const Metrics& metrics, Samples& samples) {
  for (const auto& [key, count] : metrics.packets.answers) {
    const std::string_view name = key.first;
    const std::size_t slash = name.find('/');
    samples.add({{"operation", name.substr(0, slash)}, {"code", name.substr(slash + 1)}}, count);
  }
}

// Rows of what clients do, of MQTT, of jobrig itself, and of the process.

constexpr MetricRow kExchangeRows[] = {
    // NOLINT(modernize-avoid-c-arrays)
    {"jobrig_requests_total", "counter", "operation, status", "Exchanges by operation and status (0: no response).",
     [](const Metrics& metrics, Samples& samples) {
       add_labelled(metrics.counts.requests, "operation", "status", samples);
     }},
    {"jobrig_answer_duration_seconds", "histogram", "",
     "Time from the last byte of a request to the last byte of its response.",
     [](const Metrics& metrics, Samples& samples) {
       samples.add(metrics.counts.answer_us, kAnswerBounds, kMicroseconds);
     }},
    {"jobrig_attempt_gap_seconds", "histogram", "",
     "Time from the end of a failed request to the next one of the same thing, job and operation.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.counts.gap_us, kGapBounds, kMicroseconds); }},
    {"jobrig_call_attempts", "histogram", "",
     "Requests until a response that clients do not repeat (complete, not 408, 429 or 5xx).",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.counts.attempts, kAttemptBounds, 1); }},
    {"jobrig_rule_answers_total", "counter", "rule, step", "Exchanges by rule and answer, of the first 1000.",
     [](const Metrics& metrics, Samples& samples) { add_labelled(metrics.counts.answers, "rule", "step", samples); }},
    {"jobrig_faults_total", "counter", "fault", "Faults applied, by name.",
     [](const Metrics& metrics, Samples& samples) {
       for (const auto& [key, count] : metrics.counts.faults) {
         samples.add({{"fault", key.first}}, count);
       }
     }},
    {"jobrig_close_reasons_total", "counter", "close_reason", "Exchanges by close reason.",
     [](const Metrics& metrics, Samples& samples) {
       for (const auto& [close_reason, count] : metrics.counts.close_reasons) {
         samples.add({{"close_reason", model::close_reason_word(close_reason)}}, count);
       }
     }},
    {"jobrig_refused_requests_total", "counter", "", "Requests rejected as invalid HTTP.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.counts.refused); }},
    {"jobrig_received_bytes_total", "counter", "", "Bytes received in requests.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.counts.bytes_received); }},
    {"jobrig_sent_bytes_total", "counter", "", "Bytes sent in responses.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.counts.bytes_sent); }},
    {"jobrig_open_connections", "gauge", "port", "Connections that are open, of the main port and the admin interface.",
     [](const Metrics& metrics, Samples& samples) { add_ports(&PortUsage::open_connections, metrics, samples); }},
    {"jobrig_connections_total", "counter", "port", "Connections accepted.",
     [](const Metrics& metrics, Samples& samples) { add_ports(&PortUsage::connections, metrics, samples); }},
};

constexpr MetricRow kMqttRows[] = {
    // NOLINT(modernize-avoid-c-arrays)
    {"jobrig_mqtt_packets_total", "counter", "packet, direction", "MQTT packets received and sent, by type.",
     add_packets},
    {"jobrig_mqtt_answers_total", "counter", "operation, code",
     "Responses to Jobs requests sent to MQTT clients, by operation and code (accepted, or that of the rejection).",
     add_mqtt_answers},
    {"jobrig_mqtt_faults_total", "counter", "fault", "Faults of MQTT packets, by name.",
     [](const Metrics& metrics, Samples& samples) {
       for (const auto& [key, count] : metrics.packets.faults) {
         samples.add({{"fault", key.first}}, count);
       }
     }},
    {"jobrig_mqtt_connections_total", "counter", "", "Connections of MQTT clients that were opened.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.packets.connections); }},
    {"jobrig_mqtt_open_connections", "gauge", "", "Connections of MQTT clients that are open.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.packets.broker.connections); }},
    {"jobrig_mqtt_sessions", "gauge", "", "MQTT sessions, with and without a connection.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.packets.broker.sessions); }},
    {"jobrig_mqtt_dropped_messages_total", "counter", "",
     "MQTT messages dropped because a queue was full or the packet too large for the client.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.packets.broker.dropped); }},
    {"jobrig_mqtt_expired_messages_total", "counter", "", "MQTT messages whose expiry interval passed in a queue.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.packets.broker.expired); }},
};

constexpr MetricRow kServerRows[] = {
    // NOLINT(modernize-avoid-c-arrays)
    {"jobrig_journal_records", "gauge", "", "Exchanges in the in-memory journal.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.journal_records); }},
    {"jobrig_journal_evicted", "gauge", "", "Exchanges evicted from the in-memory journal since the last reset.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.journal_evicted); }},
    {"jobrig_journal_bytes", "gauge", "", "Size of the in-memory journal.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.journal_bytes); }},
    {"jobrig_keys", "gauge", "names", "Things and jobs with counters in memory, of the scenario and other names.",
     [](const Metrics& metrics, Samples& samples) {
       samples.add({{"names", "scenario"}}, metrics.keys_of_scenario);
       samples.add({{"names", "other"}}, metrics.other_keys);
     }},
    {"jobrig_keys_evicted", "gauge", "", "Other names whose counters were evicted since the last reset.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.keys_evicted); }},
    {"jobrig_keys_refused", "gauge", "", "Requests rejected since the last reset for lack of room for their thing.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.keys_refused); }},
    {"jobrig_client_tokens", "gauge", "", "Client tokens of started commands in memory (at most 10000).",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.client_tokens); }},
    {"jobrig_held_request_bytes", "gauge", "", "Memory of incomplete requests and of requests without response.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.main_port.held_request_bytes); }},
    {"jobrig_held_response_bytes", "gauge", "", "Memory of responses that are delayed or not read.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.main_port.held_response_bytes); }},
    {"jobrig_admin_held_request_bytes", "gauge", "", "The same for requests to the admin interface.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.admin_port.held_request_bytes); }},
    {"jobrig_admin_held_response_bytes", "gauge", "", "The same for responses of the admin interface.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.admin_port.held_response_bytes); }},
    {"jobrig_journal_file_dropped_total", "counter", "", "Exchanges that the journal file lacks.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.journal_file_dropped); }},
    {"jobrig_journal_file_queued_bytes", "gauge", "", "Bytes that wait to be written to the journal file.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.journal_file_queued_bytes); }},
    {"jobrig_log_lines_dropped_total", "counter", "", "Lines that were not written to stderr.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.log_lines_dropped); }},
    {"jobrig_internal_failures_total", "counter", "",
     "Failures inside jobrig; each may have cost a response or a record.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.internal_failures); }},
    {"jobrig_sandboxes", "gauge", "", "Number of sandboxes.",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.sandboxes); }},
    {"jobrig_virtual_time_seconds", "gauge", "", "Scenario time as a Unix timestamp.",
     [](const Metrics& metrics, Samples& samples) {
       samples.add(std::chrono::duration<double>(metrics.time.time_since_epoch()).count());
     }},
    {"jobrig_virtual_time_rate", "gauge", "", "Speed of the scenario time (0: frozen).",
     [](const Metrics& metrics, Samples& samples) { samples.add(metrics.rate); }},
    {"jobrig_build_info", "gauge", "version", "Version of jobrig.",
     [](const Metrics& metrics, Samples& samples) {
       samples.add({{"version", metrics.version}}, 1);
     }},
};

// Names and meanings: "Process metrics" in the guide of Prometheus for client libraries.
constexpr MetricRow kProcessRows[] = {
    // NOLINT(modernize-avoid-c-arrays)
    {"process_cpu_seconds_total", "counter", "", "User and system CPU time.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.cpu_seconds, samples); }},
    {"process_resident_memory_bytes", "gauge", "", "Resident memory.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.resident_bytes, samples); }},
    {"process_virtual_memory_bytes", "gauge", "", "Virtual memory.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.virtual_bytes, samples); }},
    {"process_open_fds", "gauge", "", "Open file descriptors.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.open_descriptors, samples); }},
    {"process_max_fds", "gauge", "", "Limit of open file descriptors.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.max_descriptors, samples); }},
    {"process_threads", "gauge", "", "Threads.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.threads, samples); }},
    {"process_start_time_seconds", "gauge", "", "Start of the process as a Unix timestamp.",
     [](const Metrics& metrics, Samples& samples) { add_known(metrics.process.start_seconds, samples); }},
};

}  // namespace

std::vector<MetricRow> metric_rows() {
  std::vector<MetricRow> rows;
  for (const std::span<const MetricRow> part :
       {std::span<const MetricRow>(kExchangeRows), {kMqttRows}, {kServerRows}, {kProcessRows}}) {
    rows.insert(rows.end(), part.begin(), part.end());
  }
  return rows;
}

std::string metrics_text(const Metrics& metrics) {
  Samples samples;
  for (const MetricRow& row : metric_rows()) {
    samples.family(row.name, row.type, row.help);
    row.add(metrics, samples);
  }
  return samples.take();
}

}  // namespace jobrig::metrics
