// Metrics as Prometheus reads them: every family has HELP and TYPE, labels are escaped.
#include "metrics/catalogue.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "support/catch.h"
#include "support/checked_in.h"
#include "support/paths.h"

using namespace jobrig;

namespace {

metrics::Metrics metrics_with_values() {
  model::Exchange exchange;
  exchange.decision.operation = "DescribeJobExecution";
  exchange.decision.rule = "say \"no\" \\ or\nnothing\xff";
  exchange.decision.step = 2;
  exchange.decision.faults = {"delay", "cut"};
  exchange.status = 503;
  exchange.close_reason = model::CloseReason::kReset;
  exchange.request = "12345";
  exchange.answer = "1234567";
  exchange.request_whole = base::Monotonic(std::chrono::seconds(10));
  exchange.last_byte = base::Monotonic(std::chrono::microseconds(10'000'250));
  metrics::Metrics metrics;
  metrics::ExchangeCounts counts;
  counts.count(exchange, 1);
  counts.count(exchange, 1);
  exchange.decision = {};
  exchange.refusal = "no";
  exchange.status = 400;
  exchange.last_byte = {};
  counts.count(exchange, 1);
  metrics.counts = counts.totals();
  metrics.journal_records = 3;
  metrics.journal_bytes = 4000;
  metrics.keys_of_scenario = 5;
  metrics.other_keys = 6;
  metrics.keys_evicted = 7;
  metrics.keys_refused = 8;
  metrics.main_port = {20, 21, 9, 10};
  metrics.admin_port = {22, 23, 11, 12};
  metrics.process = {1.5, 1767225600.25, 15, 16, 17, 18, 19};
  metrics.journal_file_dropped = 4;
  metrics.journal_file_queued_bytes = 5;
  metrics.log_lines_dropped = 6;
  metrics.client_tokens = 13;
  metrics.internal_failures = 14;
  metrics.sandboxes = 2;
  metrics.time = base::Instant(std::chrono::microseconds(1'767'225'600'250'000));
  metrics.rate = 0.5;
  metrics.version = "1.2";
  return metrics;
}

}  // namespace

TEST_CASE("metrics count by operation and status and fault and rule", "[metrics]") {
  const std::string text = metrics::metrics_text(metrics_with_values());
  for (const char* line : {
           "jobrig_requests_total{operation=\"DescribeJobExecution\",status=\"503\"} 2\n",
           "jobrig_requests_total{operation=\"\",status=\"400\"} 1\n",
           "jobrig_rule_answers_total{rule=\"say \\\"no\\\" \\\\ or\\nnothing\xEF\xBF\xBD\",step=\"2\"} 2\n",
           "jobrig_faults_total{fault=\"cut\"} 2\n",
           "jobrig_faults_total{fault=\"delay\"} 2\n",
           "jobrig_close_reasons_total{close_reason=\"reset\"} 3\n",
           "jobrig_refused_requests_total 1\n",
           "jobrig_received_bytes_total 15\n",
           "jobrig_sent_bytes_total 21\n",
           "jobrig_journal_records 3\n",
           "jobrig_journal_evicted 0\n",
           "jobrig_journal_bytes 4000\n",
           "jobrig_keys{names=\"scenario\"} 5\n",
           "jobrig_keys{names=\"other\"} 6\n",
           "jobrig_keys_evicted 7\n",
           "jobrig_keys_refused 8\n",
           "jobrig_held_request_bytes 9\n",
           "jobrig_held_response_bytes 10\n",
           "jobrig_admin_held_request_bytes 11\n",
           "jobrig_admin_held_response_bytes 12\n",
           "jobrig_journal_file_dropped_total 4\n",
           "jobrig_journal_file_queued_bytes 5\n",
           "jobrig_log_lines_dropped_total 6\n",
           "jobrig_client_tokens 13\n",
           "jobrig_internal_failures_total 14\n",
           "jobrig_sandboxes 2\n",
           "jobrig_answer_duration_seconds_bucket{le=\"0.0001\"} 0\n",
           "jobrig_answer_duration_seconds_bucket{le=\"0.00025\"} 2\n",
           "jobrig_answer_duration_seconds_bucket{le=\"30\"} 2\n",
           "jobrig_answer_duration_seconds_bucket{le=\"+Inf\"} 2\n",
           "jobrig_answer_duration_seconds_sum 0.0005\n",
           "jobrig_answer_duration_seconds_count 2\n",
           "jobrig_attempt_gap_seconds_count 0\n",
           "jobrig_call_attempts_count 0\n",
           "jobrig_open_connections{port=\"main\"} 20\n",
           "jobrig_open_connections{port=\"admin\"} 22\n",
           "jobrig_connections_total{port=\"main\"} 21\n",
           "jobrig_connections_total{port=\"admin\"} 23\n",
           "process_cpu_seconds_total 1.5\n",
           "process_start_time_seconds 1767225600.25\n",
           "process_virtual_memory_bytes 15\n",
           "process_resident_memory_bytes 16\n",
           "process_threads 17\n",
           "process_open_fds 18\n",
           "process_max_fds 19\n",
           "jobrig_virtual_time_seconds 1767225600.25\n",
           "jobrig_virtual_time_rate 0.5\n",
           "jobrig_build_info{version=\"1.2\"} 1\n",
       }) {
    CAPTURE(line, text);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("every metric has its help and type once before its samples", "[metrics]") {
  std::istringstream lines(metrics::metrics_text(metrics_with_values()));
  std::set<std::string> families;
  std::string family;
  std::string type;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    std::istringstream words(line);
    std::string first, second, third, fourth;
    words >> first >> second >> third >> fourth;
    if (first == "#" && second == "HELP") {
      CHECK(families.insert(third).second);
      CHECK_FALSE(fourth.empty());
      family = third;
    } else if (first == "#") {
      CHECK(second == "TYPE");
      CHECK(third == family);
      type = fourth;
    } else {
      std::string name = line.substr(0, line.find_first_of("{ "));
      for (const char* suffix : {"_bucket", "_sum", "_count"}) {
        if (type == "histogram" && name.ends_with(suffix)) {
          name.resize(name.size() - std::string(suffix).size());
        }
      }
      CHECK(name == family);
    }
  }
  CHECK(families.size() == metrics::metric_rows().size());
}

TEST_CASE("names and types of metrics keep the conventions of Prometheus", "[metrics]") {
  for (const metrics::MetricRow& row : metrics::metric_rows()) {
    CAPTURE(row.name);
    CHECK((row.type == "counter" || row.type == "gauge" || row.type == "histogram"));
    CHECK((row.name.starts_with("jobrig_") || row.name.starts_with("process_")));
    CHECK(row.name.ends_with("_total") == (row.type == "counter"));
    CHECK(row.help.ends_with("."));
    CHECK(row.help.find_first_of("\\\n|") == std::string::npos);
  }
}

TEST_CASE("a value that the kernel does not report has no sample", "[metrics]") {
  const std::string text = metrics::metrics_text({});
  CHECK(text.find("# TYPE process_open_fds gauge\n") != std::string::npos);
  CHECK(text.find("\nprocess_open_fds ") == std::string::npos);
}

TEST_CASE("this process has used memory and time and descriptors", "[metrics]") {
  const metrics::ProcessUsage usage = metrics::usage_of_this_process();
  CHECK(usage.cpu_seconds.value() >= 0);
  CHECK(usage.start_seconds.value() > 1'600'000'000);
  CHECK(usage.resident_bytes.value() > 100'000);
  CHECK(usage.virtual_bytes.value() >= usage.resident_bytes.value());
  CHECK(usage.threads.value() >= 1);
  CHECK(usage.open_descriptors.value() >= 1);
  CHECK(usage.max_descriptors.value() >= usage.open_descriptors.value());
}

TEST_CASE("the dashboard shows metrics of the catalogue only", "[metrics]") {
  std::ifstream file(test::source_folder() / "ci/examples/grafana-dashboard.json");
  const nlohmann::json dashboard = nlohmann::json::parse(file);
  std::set<std::string> known;
  for (const metrics::MetricRow& row : metrics::metric_rows()) {
    for (const char* suffix : {"", "_bucket", "_sum", "_count"}) {
      if (*suffix == '\0' || row.type == "histogram") {
        known.insert(std::string(row.name) + suffix);
      }
    }
  }
  std::size_t count = 0;
  for (const auto& panel : dashboard.at("panels")) {
    for (const auto& target : panel.at("targets")) {
      const std::string query = target.at("expr");
      CAPTURE(query);
      for (const std::string prefix : {"jobrig_", "process_"}) {
        for (std::size_t at = query.find(prefix); at != std::string::npos; at = query.find(prefix, at + 1)) {
          CHECK(known.count(query.substr(at, query.find_first_of("{[ )", at) - at)) == 1);
          ++count;
        }
      }
    }
  }
  CHECK(count > 30);
}

TEST_CASE("the guide's table of metrics is the one of the catalogue", "[metrics][generated]") {
  std::string table = "| metric | type | labels | meaning |\n|---|---|---|---|\n";
  for (const metrics::MetricRow& row : metrics::metric_rows()) {
    table.append("| `").append(row.name).append("` | ").append(row.type).append(" | ").append(row.labels);
    table.append(" | ").append(row.help.substr(0, row.help.size() - 1)).append(" |\n");
  }
  INFO(test::kHowToWrite);
  CHECK(test::table_below("schemas/README.md", "### Metrics", table) == table);
}
