// Metrics as Prometheus reads them: every family has HELP and TYPE, labels are escaped.
#include "report/metrics_text.h"

#include <set>
#include <sstream>
#include <string>

#include "support/catch.h"

using namespace jobrig;

namespace {

report::Metrics some_metrics() {
  model::Exchange exchange;
  exchange.decision.operation = "DescribeJobExecution";
  exchange.decision.rule = "say \"no\" \\ or\nnothing\xff";
  exchange.decision.step = 2;
  exchange.decision.faults = {"delay", "cut"};
  exchange.status = 503;
  exchange.close_reason = model::CloseReason::kReset;
  exchange.request = "12345";
  exchange.answer = "1234567";
  report::Metrics metrics;
  metrics.counts.count(exchange);
  metrics.counts.count(exchange);
  exchange.decision = {};
  exchange.refusal = "no";
  exchange.status = 400;
  metrics.counts.count(exchange);
  metrics.journal_records = 3;
  metrics.journal_bytes = 4000;
  metrics.keys_of_scenario = 5;
  metrics.other_keys = 6;
  metrics.keys_evicted = 7;
  metrics.keys_refused = 8;
  metrics.held_request_bytes = 9;
  metrics.held_response_bytes = 10;
  metrics.admin_held_bytes = 11;
  metrics.admin_unread_bytes = 12;
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
  const std::string text = report::metrics_text(some_metrics());
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
           "jobrig_virtual_time_seconds 1767225600.250000\n",
           "jobrig_virtual_time_rate 0.5\n",
           "jobrig_build_info{version=\"1.2\"} 1\n",
       }) {
    CAPTURE(line, text);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("every metric has its help and type once before its samples and its prefix", "[metrics]") {
  std::istringstream lines(report::metrics_text(some_metrics()));
  std::set<std::string> families;
  std::string family;
  std::size_t samples = 0;
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    std::istringstream words(line);
    std::string first, second, third, fourth;
    words >> first >> second >> third >> fourth;
    if (first == "#" && second == "HELP") {
      CHECK(families.insert(third).second);
      CHECK(third.rfind("jobrig_", 0) == 0);
      CHECK_FALSE(fourth.empty());
      family = third;
    } else if (first == "#") {
      CHECK(second == "TYPE");
      CHECK(third == family);
      CHECK((fourth == "counter" || fourth == "gauge"));
    } else {
      CHECK(line.substr(0, line.find_first_of("{ ")) == family);
      ++samples;
    }
  }
  CHECK(families.size() == 26);
  CHECK(samples >= families.size());
}
