// delay: waits before the first byte of the answer. Real time, whatever the scenario's clock does, unless it says so.
//   200ms | {fixed: 200ms}                always the same
//   50ms..150ms | {uniform: 50ms..150ms}  any of them alike
//   {mean: 200ms, deviation: 50ms}        normal, never negative: what falls below zero is zero
//   {median: 40ms, p99: 900ms}            lognormal, the shape of a real service's latency
//   {percentiles: {50%: 40ms, 99%: 1s}}   a table; between its lines straight, outside them the nearest line's
//   {fixed: 7d, clock: virtual}           the same in the scenario's time; with any of the above
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
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

// The 99th percentile of the standard normal distribution (its quantile function at 0.99).
constexpr double kStandardP99 = 2.3263478740408408;

using Draw = std::function<base::Duration(base::Random&)>;

// Rounded to whole microseconds, within what a delay may be.
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
    diagnostics.add(node.location, std::string(what) + " must begin with the shorter end");
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

/// `first` with `second` beside it; both must be there.
std::optional<std::pair<base::Duration, base::Duration>> read_pair(base::Fields& fields, std::string_view first,
                                                                   std::string_view second, base::Duration longest,
                                                                   base::Diagnostics& diagnostics) {
  const base::Node* const one = fields.required(first);
  const base::Node* const two = fields.required(second);
  const auto a = one == nullptr ? std::nullopt : read_length(*one, base::quoted(first), longest, diagnostics);
  const auto b = two == nullptr ? std::nullopt : read_length(*two, base::quoted(second), longest, diagnostics);
  return a && b ? std::optional(std::pair(*a, *b)) : std::nullopt;
}

Draw read_lognormal(base::Fields& fields, base::Duration longest, base::Diagnostics& diagnostics) {
  const auto pair = read_pair(fields, "median", "p99", longest, diagnostics);
  if (!pair) {
    return {};
  }
  if (pair->first == base::Duration::zero() || pair->second < pair->first) {
    fields.report("p99", "\"median\" must be above 0s and \"p99\" not below \"median\"");
    return {};
  }
  return draw_lognormal(pair->first, pair->second);
}

constexpr std::string_view kShapes =
    "a delay needs one of \"fixed\", \"uniform\", \"mean\" with \"deviation\", \"median\" with \"p99\", and "
    "\"percentiles\"";

Draw read_map(const base::Node& settings, base::Duration longest, base::Diagnostics& diagnostics) {
  base::Fields fields(settings, "a delay", diagnostics);
  const base::Node* const fixed = fields.node("fixed");
  const base::Node* const uniform = fields.node("uniform");
  const base::Node* const percentiles = fields.node("percentiles");
  const auto either = [&fields](std::string_view a, std::string_view b) {
    const base::Node* const one = fields.node(a);  // both are asked for, so that finish() knows them
    const base::Node* const two = fields.node(b);
    return one != nullptr || two != nullptr;
  };
  const bool normal = either("mean", "deviation");
  const bool lognormal = either("median", "p99");
  const int shapes = (fixed != nullptr ? 1 : 0) + (uniform != nullptr ? 1 : 0) + (percentiles != nullptr ? 1 : 0) +
                     (normal ? 1 : 0) + (lognormal ? 1 : 0);
  Draw draw;
  fields.word("clock", {"real", "virtual"});
  fields.finish();
  if (shapes != 1) {
    diagnostics.add(settings.location, std::string(kShapes) + (shapes > 1 ? ", not several" : ""));
  } else if (fixed != nullptr) {
    const auto length = read_length(*fixed, "\"fixed\"", longest, diagnostics);
    draw = length ? draw_fixed(*length) : Draw();
  } else if (uniform != nullptr) {
    draw = read_uniform(*uniform, "\"uniform\"", longest, diagnostics);
  } else if (percentiles != nullptr) {
    draw = read_percentiles(*percentiles, longest, diagnostics);
  } else if (normal) {
    const auto pair = read_pair(fields, "mean", "deviation", longest, diagnostics);
    draw = pair ? draw_normal(pair->first, pair->second) : Draw();
  } else {
    draw = read_lognormal(fields, longest, diagnostics);
  }
  return draw;
}

Draw read_draw(const base::Node& settings, base::Duration longest, base::Diagnostics& diagnostics) {
  if (settings.is_null()) {
    diagnostics.add(settings.location, "\"delay\" needs a duration, such as delay: 200ms");
    return {};
  }
  if (settings.is_map()) {
    return read_map(settings, longest, diagnostics);
  }
  if (settings.is_scalar() && settings.text.find("..") != std::string::npos) {
    return read_uniform(settings, "\"delay\"", longest, diagnostics);
  }
  const auto length = read_length(settings, "\"delay\"", longest, diagnostics);
  return length ? draw_fixed(*length) : Draw();
}

}  // namespace

std::shared_ptr<const model::Fault> parse_delay(const base::Node& settings, base::Diagnostics& diagnostics) {
  const std::size_t before = diagnostics.list().size() + diagnostics.left_out();
  const base::Node* const clock = settings.find("clock");
  const bool in_virtual_time = clock != nullptr && clock->text == "virtual";
  const base::Duration longest = longest_pause(in_virtual_time);
  Draw draw = read_draw(settings, longest, diagnostics);
  if (!draw || diagnostics.list().size() + diagnostics.left_out() != before) {
    return nullptr;
  }
  return make_time(
      "delay", [draw = std::move(draw), longest, in_virtual_time](model::Script& script, model::FaultContext& context) {
        insert_pause(script, 0, std::min(draw(context.random), longest), in_virtual_time);
      });
}

}  // namespace jobrig::faults
