// Metrics catalogue: the table of all metrics. It collects no values (admin/ does).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "metrics/metrics.h"
#include "metrics/samples.h"

namespace jobrig::metrics {

inline constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

struct MetricRow {
  std::string_view name;
  std::string_view type;    // counter, gauge, histogram
  std::string_view labels;  // separated by commas
  std::string_view help;
  void (*add)(const Metrics& metrics, Samples& samples);
};

/// In the order of the output.
std::vector<MetricRow> metric_rows();

/// Every metric with HELP and TYPE.
std::string metrics_text(const Metrics& metrics);

}  // namespace jobrig::metrics
