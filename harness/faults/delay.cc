// delay: waits before the first byte of the response. Delays are in real time unless `clock: virtual` is set.
//   200ms | {fixed: 200ms}                constant
//   50ms..150ms | {uniform: 50ms..150ms}  uniformly distributed
//   {mean: 200ms, deviation: 50ms}        normally distributed; negative values become zero
//   {median: 40ms, p99: 900ms}            lognormally distributed, like the latency of real services
//   {percentiles: {50%: 40ms, 99%: 1s}}   a table, interpolated linearly; outside it the nearest row
//   {fixed: 7d, clock: virtual}           in virtual time; works with all of the above
#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "base/units.h"
#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

// The 99th percentile of the standard normal distribution (its quantile function at 0.99).
constexpr double kStandardP99 = 2.3263478740408408;

using Draw = std::function<base::Duration(base::Random&)>;

// Rounds to microseconds and clamps to the allowed range.
base::Duration from_micros(double micros) {
  const auto longest = static_cast<double>(longest_pause(true).count());
  return base::Duration(std::llround(std::clamp(micros, 0.0, longest)));
}

Draw draw_fixed(base::Duration length) {
  return [length](base::Random& /*random*/) { return length; };
}

Draw draw_uniform(base::Duration least, base::Duration most) {
  return [least, most](base::Random& random) {
    return base::Duration(boost::random::uniform_int_distribution<std::int64_t>(least.count(), most.count())(random));
  };
}

Draw draw_normal(base::Duration mean, base::Duration deviation) {
  return [middle = static_cast<double>(mean.count()),
          spread = static_cast<double>(deviation.count())](base::Random& random) {
    return from_micros(middle + spread * boost::random::normal_distribution<double>()(random));
  };
}

Draw draw_lognormal(base::Duration median, base::Duration p99) {
  const auto middle = static_cast<double>(median.count());
  const double sigma = std::log(static_cast<double>(p99.count()) / middle) / kStandardP99;
  return [middle, sigma](base::Random& random) {
    return from_micros(middle * std::exp(sigma * boost::random::normal_distribution<double>()(random)));
  };
}

struct Percentile {
  double share;
  base::Duration length;
};

Draw draw_percentiles(std::vector<Percentile> table) {
  return [table = std::move(table)](base::Random& random) {
    const double at = random.uniform();
    const auto above = std::find_if(table.begin(), table.end(), [&](const Percentile& one) { return one.share >= at; });
    if (above == table.begin() || above == table.end()) {
      return above == table.end() ? table.back().length : above->length;
    }
    const Percentile& low = *std::prev(above);
    const double way = (at - low.share) / (above->share - low.share);
    return from_micros(static_cast<double>(low.length.count()) +
                       way * static_cast<double>((above->length - low.length).count()));
  };
}

std::optional<base::Duration> read_length(const base::Node& node, std::string_view what, base::Duration longest,
                                          base::Diagnostics& diagnostics) {
  const auto length = base::read_duration(node, what, false, diagnostics);
  if (length && *length > longest) {
    diagnostics.add(node.location, std::string(what) + " must be at most " + base::format_duration(longest));
    return std::nullopt;
  }
  return length;
}

Draw read_uniform(const base::Node& node, std::string_view what, base::Duration longest,
                  base::Diagnostics& diagnostics) {
  const std::size_t dots = node.text.find("..");
  if (!node.is_scalar() || dots == std::string::npos) {
    diagnostics.add(node.location, std::string(what) + " must be a range of durations, such as 50ms..150ms");
    return {};
  }
  base::Node end = node;
  end.text = node.text.substr(0, dots);
  const auto least = read_length(end, what, longest, diagnostics);
  end.text = node.text.substr(dots + 2);
  const auto most = read_length(end, what, longest, diagnostics);
  if (!least || !most) {
    return {};
  }
  if (*least > *most) {
    diagnostics.add(node.location, std::string(what) + " must begin with the shorter duration");
    return {};
  }
  return draw_uniform(*least, *most);
}

Draw read_percentiles(const base::Node& node, base::Duration longest, base::Diagnostics& diagnostics) {
  if (!node.is_map() || node.entries.empty()) {
    diagnostics.add(node.location, "\"percentiles\" must be a map such as {50%: 40ms, 99%: 900ms}");
    return {};
  }
  std::vector<Percentile> table;
  bool good = true;
  for (const base::Entry& entry : node.entries) {
    const auto share = base::parse_share(entry.key);
    if (!share) {
      diagnostics.add(entry.key_location, "\"percentiles\": " + share.error().message);
    }
    const auto length = read_length(entry.value, base::quoted(entry.key), longest, diagnostics);
    if (!share || !length) {
      good = false;
      continue;
    }
    if (!table.empty() && (*share <= table.back().share || *length < table.back().length)) {
      diagnostics.add(entry.key_location, "\"percentiles\" must ascend, shares and durations alike");
      good = false;
    }
    table.push_back({*share, *length});
  }
  return good ? draw_percentiles(std::move(table)) : Draw();
}

/// Reads the two settings of a distribution. one_of() reports a missing one.
std::optional<std::pair<base::Duration, base::Duration>> read_pair(std::string_view first, const base::Node* one,
                                                                   std::string_view second, const base::Node* other,
                                                                   base::Duration longest,
                                                                   base::Diagnostics& diagnostics) {
  const auto a = one == nullptr ? std::nullopt : read_length(*one, base::quoted(first), longest, diagnostics);
  const auto b = other == nullptr ? std::nullopt : read_length(*other, base::quoted(second), longest, diagnostics);
  return a && b ? std::optional(std::pair(*a, *b)) : std::nullopt;
}

/// The nodes of the settings. Null: not given.
struct Given {
  const base::Node* fixed;
  const base::Node* uniform;
  const base::Node* mean;
  const base::Node* deviation;
  const base::Node* median;
  const base::Node* p99;
  const base::Node* percentiles;
};

Given declare_settings(Settings& settings) {
  return {settings.node({"fixed", "the same length for every response", "duration"}),
          settings.node({"uniform", "a range, every length of it equally likely", "duration-range"}),
          settings.node({"mean", "of a normal distribution, cut off at zero", "duration"}),
          settings.node({"deviation", "the standard deviation of the normal distribution", "duration"}),
          settings.node({"median", "of a lognormal distribution", "duration"}),
          settings.node({"p99", "the 99th percentile of the lognormal distribution", "duration"}),
          settings.node({"percentiles", "a table of shares and durations, interpolated linearly", "percentiles"})};
}

Draw read_lognormal(Settings& settings, const Given& given, base::Duration longest) {
  const auto pair = read_pair("median", given.median, "p99", given.p99, longest, settings.diagnostics());
  if (!pair) {
    return {};
  }
  if (pair->first == base::Duration::zero() || pair->second < pair->first) {
    settings.report("p99", "\"median\" must be above 0s and \"p99\" not below \"median\"");
    return {};
  }
  return draw_lognormal(pair->first, pair->second);
}

Draw read_draw(Settings& settings, const Given& given, base::Duration longest) {
  base::Diagnostics& diagnostics = settings.diagnostics();
  const bool short_form = !settings.given().is_map();
  if (given.fixed != nullptr) {
    const auto length = read_length(*given.fixed, short_form ? "\"delay\"" : "\"fixed\"", longest, diagnostics);
    return length ? draw_fixed(*length) : Draw();
  }
  if (given.uniform != nullptr) {
    return read_uniform(*given.uniform, short_form ? "\"delay\"" : "\"uniform\"", longest, diagnostics);
  }
  if (given.percentiles != nullptr) {
    return read_percentiles(*given.percentiles, longest, diagnostics);
  }
  if (given.mean != nullptr || given.deviation != nullptr) {
    const auto pair = read_pair("mean", given.mean, "deviation", given.deviation, longest, diagnostics);
    return pair ? draw_normal(pair->first, pair->second) : Draw();
  }
  return read_lognormal(settings, given, longest);
}

FaultPointer make_delay(Settings& settings) {
  const base::Node& node = settings.given();
  const bool is_range = node.is_scalar() && node.text.find("..") != std::string::npos;
  settings.shorthand("fixed", !is_range);
  settings.shorthand("uniform", is_range);
  const Given given = declare_settings(settings);
  const bool in_virtual_time = settings.in_virtual_time();
  if (node.is_null()) {
    settings.report("fixed", "\"delay\" needs a duration, such as delay: 200ms");
  } else {
    settings.one_of({{"fixed"}, {"uniform"}, {"mean", "deviation"}, {"median", "p99"}, {"percentiles"}});
  }
  const base::Duration longest = longest_pause(in_virtual_time);
  Draw draw = read_draw(settings, given, longest);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_time(settings, [draw = std::move(draw), longest, in_virtual_time](model::Script& script,
                                                                                model::FaultContext& context) {
    insert_pause(script, 0, std::min(draw(context.random), longest), in_virtual_time);
  });
}

}  // namespace

void declare_delay(std::vector<FaultKind>& kinds) {
  kinds.push_back({"delay", Group::kTime, "waits before the first byte of the response",
                   "delay: {median: 40ms, p99: 900ms}", make_delay});
}

}  // namespace jobrig::faults
