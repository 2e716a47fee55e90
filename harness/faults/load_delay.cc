// load-delay: waits longer the more requests the rule responds to at the same time, like a service that is overloaded.
//   load-delay: 50ms | load-delay: {per-request: 50ms, most: 2s}
#include <algorithm>

#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

class LoadDelay final : public model::Fault {
 public:
  LoadDelay(base::Duration per_request, base::Duration most) : per_request_(per_request), most_(most) {}
  [[nodiscard]] std::string_view name() const override { return "load-delay"; }
  [[nodiscard]] bool looks_at_load() const override { return true; }
  void rewrite_script(model::Script& script, model::FaultContext& context) const override {
    // No product of a day and 2^63 requests.
    const auto others = static_cast<std::int64_t>(std::min<std::uint64_t>(context.other_requests, 1'000'000));
    if (others > 0) {
      insert_pause(script, 0, std::min(per_request_ * others, most_), false);
    }
  }

 private:
  base::Duration per_request_;
  base::Duration most_;
};

FaultPointer make_load_delay(Settings& settings) {
  settings.shorthand("per-request");
  const auto per_request =
      settings.duration("per-request", "the delay for each other request at the same time", Need::kRequired);
  const auto most = settings.duration("most", "the longest delay; a day when it is not given");
  settings.check_pause("per-request", per_request, false);
  settings.check_pause("most", most, false);
  if (!settings.finish()) {
    return nullptr;
  }
  return std::make_shared<const LoadDelay>(*per_request, most.value_or(longest_pause(false)));
}

}  // namespace

void declare_load_delay(std::vector<FaultKind>& kinds) {
  kinds.push_back({"load-delay", Group::kTime, "waits before the response, longer with each request at the same time",
                   "load-delay: 50ms", make_load_delay});
}

}  // namespace jobrig::faults
