// content-length-too-big: the head promises more bytes than the body has, and the connection is closed behind it. For
// one that stays, put `stall: {at: after-body, for: ever}` beside it.
//   content-length-too-big | content-length-too-big: {by: 10}
#include "faults/content_length.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kMax = 1'000'000'000;

}  // namespace

std::shared_ptr<const model::Fault> parse_content_length_too_big(const base::Node& settings,
                                                                 base::Diagnostics& diagnostics) {
  Settings read(settings, "content-length-too-big", "by", diagnostics);
  const auto by = static_cast<std::uint64_t>(read.fields().integer("by", 1, kMax).value_or(1));
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("content-length-too-big", [by](AnswerBytes& answer, model::FaultContext& /*context*/) {
    state_length(answer, stated_length(answer) + by);
    close_behind(answer);
  });
}

}  // namespace jobrig::faults
