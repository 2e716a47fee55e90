#include "faults/delay.h"

#include <algorithm>
#include <chrono>

#include "base/fields.h"

namespace jobrig::faults {
namespace {

// Longer than any client waits, and far from what a timer can hold.
constexpr base::Duration kLongest = std::chrono::hours(24);

class Delay final : public model::Fault {
 public:
  explicit Delay(base::Duration fixed) : fixed_(fixed) {}

  [[nodiscard]] std::string_view name() const override { return "delay"; }

  void rewrite_script(model::Script& script, model::FaultContext& /*context*/) const override {
    const auto first_send = std::find_if(script.steps.begin(), script.steps.end(), [](const model::ScriptStep& step) {
      return std::holds_alternative<model::Send>(step);
    });
    script.steps.insert(first_send, model::Pause{fixed_});
  }

 private:
  base::Duration fixed_;
};

std::optional<base::Duration> read_length(const base::Node& settings, base::Diagnostics& diagnostics) {
  if (!settings.is_map()) {
    return base::read_duration(settings, "\"delay\"", false, diagnostics);
  }
  base::Fields fields(settings, "a delay", diagnostics);
  fields.required("fixed");
  const auto fixed = fields.duration("fixed");
  fields.finish();
  return fixed;
}

}  // namespace

std::shared_ptr<const model::Fault> parse_delay(const base::Node& settings, base::Diagnostics& diagnostics) {
  const auto length = read_length(settings, diagnostics);
  if (length && *length > kLongest) {
    diagnostics.add(settings.place, "\"delay\" must be at most 1d");
    return nullptr;
  }
  return length ? std::make_shared<const Delay>(*length) : nullptr;
}

}  // namespace jobrig::faults
