// slow-close: the answer is whole, and the connection is closed only so much later.
//   slow-close: 2s
#include <chrono>

#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr base::Duration kLongest = std::chrono::hours(24);

void close_slowly(model::Script& script, base::Duration length) {
  if (script.ending == model::Ending::kHang) {
    return;  // it is never closed
  }
  insert_pause(script, byte_count(script), length);
  if (script.ending == model::Ending::kKeepOpen) {
    script.ending = model::Ending::kClose;
  }
}

}  // namespace

std::shared_ptr<const model::Fault> parse_slow_close(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "slow-close", "after", diagnostics);
  read.fields().required("after");
  const auto length = read.fields().duration("after");
  if (length && *length > kLongest) {
    read.report("after", "\"after\" must be at most 1d");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_time("slow-close", [length = *length](model::Script& script, model::FaultContext& /*context*/) {
    close_slowly(script, length);
  });
}

}  // namespace jobrig::faults
