// Samples: writes samples of metrics in the Prometheus text format (version 0.0.4). It counts nothing and knows no
// metric.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/histogram.h"

namespace jobrig::metrics {

/// The value of a label may contain any bytes: `\`, `"` and line ends are escaped, bytes that are not UTF-8 are
/// replaced.
using Label = std::pair<std::string_view, std::string_view>;

class Samples {
 public:
  /// Begins a family; the samples that follow belong to it.
  void family(std::string_view name, std::string_view type, std::string_view help);

  void add(std::initializer_list<Label> labels, std::uint64_t value) { add("", labels, std::to_string(value)); }
  void add(std::uint64_t value) { add({}, value); }
  void add(double value);
  /// `per_unit`: how many of the counted units are one unit of the metric.
  void add(const HistogramTotals& totals, std::span<const std::uint64_t> bounds, double per_unit);

  std::string take() { return std::move(text_); }

 private:
  void add(std::string_view suffix, std::initializer_list<Label> labels, std::string_view value);

  std::string text_;
  std::string name_;
};

}  // namespace jobrig::metrics
