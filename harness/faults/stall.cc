// stall: the answer stops in the middle, for a time or for ever.
//   {at: 50% of body, for: 5s} | {after: 20B, for: ever} | {for: 7d, clock: virtual}
// `at` is a position, `after` so many bytes of the whole answer; without either it stops behind the head.
#include <string>

#include "base/units.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/script_edit.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{1024} * 1024;

void stall(model::Script& script, const Position& at, std::optional<base::Duration> length, bool in_virtual_time) {
  const std::size_t offset = at.offset_in(script);
  if (offset > byte_count(script)) {
    return;  // a cut ended the answer before
  }
  if (length) {
    insert_pause(script, offset, *length, in_virtual_time);
  } else {
    end_at(script, offset, model::CloseAction::kHang);
  }
}

}  // namespace

std::shared_ptr<const model::Fault> parse_stall(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "stall", "for", diagnostics);
  std::optional<Position> at = read.position("at", false);
  if (const auto after = read.bytes("after", 0, kMaxBytes)) {
    if (read.fields().node("at") != nullptr) {
      read.report("after", "\"stall\" takes \"at\" or \"after\", not both");
    }
    at = Position{Position::Anchor::kByte, *after, 0};
  }
  const base::Node* const span = read.fields().required("for");
  const bool for_ever = span != nullptr && span->is_scalar() && (span->text == "ever" || span->text == "for ever");
  const bool in_virtual_time = read.in_virtual_time();
  std::optional<base::Duration> length;
  if (span != nullptr && !for_ever) {
    length = base::read_duration(*span, "\"for\" (a duration, or ever)", false, diagnostics);
    if (length && *length > longest_pause(in_virtual_time)) {
      read.report("for",
                  "\"for\" must be at most " + base::format_duration(longest_pause(in_virtual_time)) + ", or ever");
    }
  }
  if (!read.finish()) {
    return nullptr;
  }
  const Position where = at.value_or(Position{Position::Anchor::kByteOfBody, 0, 0});
  return make_time("stall", [where, length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
    stall(script, where, length, in_virtual_time);
  });
}

}  // namespace jobrig::faults
