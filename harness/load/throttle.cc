#include "load/throttle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

#include "base/fields.h"

namespace jobrig::load {
namespace {

constexpr std::int64_t kMaxBurst = 1'000'000'000;

struct Unit {
  std::string_view word;
  base::Duration length;
};
constexpr std::array kUnits = {Unit{"s", std::chrono::seconds(1)}, Unit{"m", std::chrono::minutes(1)},
                               Unit{"h", std::chrono::hours(1)}};

/// Converts `10/s` to the time between two tokens.
std::optional<base::Duration> parse_rate(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc() || count < 1 || !rest.starts_with('/')) {
    return std::nullopt;
  }
  for (const Unit& unit : kUnits) {
    if (rest.substr(1) == unit.word && unit.length.count() >= count) {
      return unit.length / count;
    }
  }
  return std::nullopt;
}

void read_hint(base::Fields& fields, model::Throttle& throttle, base::Diagnostics& diagnostics) {
  const base::Node* const node = fields.node("retry-after");
  if (node == nullptr || (node->is_scalar() && node->text == "truthful")) {
    return;
  }
  if (node->is_scalar() && node->text == "none") {
    throttle.hint = model::Throttle::Hint::kNone;
    return;
  }
  throttle.hint = model::Throttle::Hint::kLying;
  throttle.lie = base::read_duration(*node, "\"retry-after\" (truthful, none, or a duration)", false, diagnostics)
                     .value_or(throttle.lie);
}

}  // namespace

std::optional<model::By> read_by(base::Fields& fields) {
  const auto word = fields.word("by", {"thing", "job", "server"});
  return !word               ? std::nullopt
         : *word == "job"    ? std::optional(model::By::kJob)
         : *word == "server" ? std::optional(model::By::kServer)
                             : std::optional(model::By::kThing);
}

std::optional<model::Throttle> read_throttle(const base::Node& node, base::Diagnostics& diagnostics) {
  base::Fields fields(node, "\"throttle\"", diagnostics);
  model::Throttle throttle;
  const base::Node* const rate = fields.node("rate");
  const auto interval = rate != nullptr && rate->is_scalar() ? parse_rate(rate->text) : std::nullopt;
  if (rate != nullptr && !interval) {
    fields.report("rate", "\"rate\" must be a count per s, m or h, such as 10/s, 600/m or 5/h");
  }
  throttle.burst = fields.integer("burst", 1, kMaxBurst).value_or(1);
  throttle.concurrent = fields.integer("concurrent", 1, kMaxBurst).value_or(0);
  if (node.is_map() && rate == nullptr && fields.node("concurrent") == nullptr) {
    diagnostics.add(node.location,
                    "\"throttle\" needs a \"rate\" such as 10/s, or \"concurrent\": the most requests at "
                    "the same time");
  }
  if (rate == nullptr && fields.node("burst") != nullptr) {
    fields.report("burst", "\"burst\" goes with \"rate\" only");
  }
  throttle.by = read_by(fields).value_or(model::By::kThing);
  read_hint(fields, throttle, diagnostics);
  fields.finish();
  throttle.interval = interval.value_or(base::Duration::zero());
  return interval || throttle.concurrent > 0 ? std::optional(throttle) : std::nullopt;
}

}  // namespace jobrig::load
