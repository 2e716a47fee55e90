// hang: the request is read and nothing is said, until the client gives up.
//   hang | hang: 30s (then the connection is closed without a byte)
#include <chrono>

#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr base::Duration kLongest = std::chrono::hours(24);

}  // namespace

std::shared_ptr<const model::Fault> parse_hang(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "hang", "for", diagnostics);
  const auto length = read.fields().duration("for");
  if (length && *length > kLongest) {
    read.report("for", "\"for\" must be at most 1d");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_ending("hang", [length](model::Script& script, model::FaultContext& /*context*/) {
    end_at(script, 0, length ? model::Ending::kClose : model::Ending::kHang);
    if (length) {
      insert_pause(script, 0, *length);
    }
  });
}

}  // namespace jobrig::faults
