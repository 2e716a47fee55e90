// stall: the response stops in the middle, for a time or forever.
//   {at: 50% of body, for: 5s} | {after: 20B, for: ever} | {for: 7d, clock: virtual}
// `at` is a position. `after` is a number of bytes of the whole response. The default position is after the head.
#include "faults/make_fault.h"
#include "faults/script_edit.h"

namespace jobrig::faults {
namespace {

void stall(model::Script& script, const Position& at, std::optional<base::Duration> length, bool in_virtual_time) {
  const std::size_t offset = at.offset_in(script);
  if (offset > byte_count(script)) {
    return;  // an earlier cut has already ended the response
  }
  if (length) {
    insert_pause(script, offset, *length, in_virtual_time);
  } else {
    end_at(script, offset, model::CloseAction::kHang);
  }
}

/// A duration. Nothing for `ever`.
std::optional<base::Duration> read_span(Settings& settings) {
  const base::Node* const span =
      settings.node({"for", "how long, or ever", "duration", Need::kRequired, {}, {"ever", "for ever"}});
  const bool for_ever = span != nullptr && span->is_scalar() && (span->text == "ever" || span->text == "for ever");
  return span == nullptr || for_ever
             ? std::nullopt
             : base::read_duration(*span, "\"for\" (a duration, or ever)", false, settings.diagnostics());
}

FaultPointer make_stall(Settings& settings) {
  constexpr std::uint64_t kMaxBytes = std::uint64_t{1024} * 1024;
  settings.shorthand("for");
  Position at = settings.position("at", "where it stops", false, "byte 0 of body");
  if (const auto after = settings.bytes("after", "where it stops, in bytes of the whole response", 0, kMaxBytes)) {
    at = Position{Position::Anchor::kByte, *after, 0};
  }
  settings.exclusive("at", "after");
  const std::optional<base::Duration> length = read_span(settings);
  const bool in_virtual_time = settings.in_virtual_time();
  settings.check_pause("for", length, in_virtual_time, ", or ever");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_time(settings, [at, length, in_virtual_time](model::Script& script, model::FaultContext& /*context*/) {
    stall(script, at, length, in_virtual_time);
  });
}

}  // namespace

void declare_stall(std::vector<FaultKind>& kinds) {
  kinds.push_back({"stall", Group::kTime, "pauses in the middle of the response, for a time or forever",
                   "stall: {at: 50% of body, for: 5s}", make_stall});
}

}  // namespace jobrig::faults
