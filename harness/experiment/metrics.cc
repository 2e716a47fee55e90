#include "experiment/metrics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <unordered_map>

#include "base/units.h"

namespace jobrig::experiment {
namespace {

double microseconds(base::Duration duration) { return static_cast<double>(duration.count()); }

constexpr std::array kMetrics{
    MetricRow{"requests", Unit::kNumber, "number of requests",
              [](const Measurement& of) { return static_cast<double>(of.requests); }},
    MetricRow{"successes", Unit::kShare, "share of requests with a complete response and a status from 200 to 299",
              [](const Measurement& of) { return of.successes; }},
    MetricRow{"call-successes", Unit::kShare, "share of calls of which an attempt succeeds",
              [](const Measurement& of) { return of.call_successes; }},
    MetricRow{"retries-per-call", Unit::kNumber, "attempts after the first, divided by the number of calls",
              [](const Measurement& of) { return of.retries_per_call; }},
    MetricRow{"p50", Unit::kDuration, "median time to the last byte of complete responses",
              [](const Measurement& of) { return microseconds(of.p50); }},
    MetricRow{"p99", Unit::kDuration, "the time in which 99% of complete responses end",
              [](const Measurement& of) { return microseconds(of.p99); }},
};

/// The smallest value that at least this share of the values does not exceed.
base::Duration percentile(std::vector<base::Duration>& values, double share) {
  if (values.empty()) {
    return base::Duration::zero();
  }
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

double share_of(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// At most three digits after the point, none that are zero at the end.
std::string short_number(double value) {
  std::array<char, 64> text{};
  const double rounded = std::round(value * 1000) / 1000;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), rounded, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

/// Rounded to three digits and more: 12.345678s is 12.346s.
base::Duration rounded(double value) {
  double unit = 1;
  for (const double next : {1'000.0, 1'000'000.0}) {
    unit = value >= next * 10 ? next / 100 : unit;
  }
  return base::Duration(static_cast<std::int64_t>(std::round(value / unit) * unit));
}

}  // namespace

Measurement measure(std::span<const Attempt> attempts) {
  Measurement of;
  std::unordered_map<std::uint64_t, bool> calls;
  std::vector<base::Duration> times;
  std::size_t successes = 0;
  for (const Attempt& attempt : attempts) {
    bool& success = calls[attempt.call];
    success = success || attempt.success;
    successes += attempt.success ? 1 : 0;
    if (attempt.answered) {
      times.push_back(attempt.took);
    }
  }
  const auto good =
      static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.second; }));
  of.requests = attempts.size();
  of.calls = calls.size();
  of.successes = share_of(successes, of.requests);
  of.call_successes = share_of(good, of.calls);
  of.retries_per_call = share_of(of.requests - of.calls, of.calls);
  of.p50 = percentile(times, 0.5);
  of.p99 = percentile(times, 0.99);
  return of;
}

std::span<const MetricRow> metrics() { return kMetrics; }

std::vector<Finding> judge(const std::vector<Limit>& limits, const Measurement& measurement) {
  std::vector<Finding> findings;
  findings.reserve(limits.size());
  std::transform(limits.begin(), limits.end(), std::back_inserter(findings), [&](const Limit& limit) {
    const double value = kMetrics[limit.metric].of(measurement);
    return Finding{limit, value, limit.at_least ? value >= limit.bound : value <= limit.bound};
  });
  return findings;
}

std::string value_text(Unit unit, double value) {
  switch (unit) {
    case Unit::kShare:
      return short_number(value * 100) + "%";
    case Unit::kDuration:
      return base::format_duration(rounded(value));
    case Unit::kNumber:
      break;
  }
  return short_number(value);
}

std::string limit_text(const Limit& limit) {
  return (limit.at_least ? "at least " : "at most ") + value_text(kMetrics[limit.metric].unit, limit.bound);
}

std::string finding_text(const Finding& finding) {
  const MetricRow& row = kMetrics[finding.limit.metric];
  return std::string(row.word) + " " + value_text(row.unit, finding.value) + ", expected " + limit_text(finding.limit);
}

}  // namespace jobrig::experiment
