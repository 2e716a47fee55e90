// content-length-too-small: the head promises fewer bytes than the body has; the rest of the body lies where the next
// answer should begin, as the connection stays open.
//   content-length-too-small | content-length-too-small: {by: 10}
#include <algorithm>

#include "faults/content_length.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kMax = 1'000'000'000;

}  // namespace

std::shared_ptr<const model::Fault> parse_content_length_too_small(const base::Node& settings,
                                                                   base::Diagnostics& diagnostics) {
  Settings read(settings, "content-length-too-small", "by", diagnostics);
  const auto by = static_cast<std::uint64_t>(read.fields().integer("by", 1, kMax).value_or(1));
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("content-length-too-small", [by](AnswerBytes& answer, model::FaultContext& /*context*/) {
    const std::uint64_t length = stated_length(answer);
    state_length(answer, length - std::min(length, by));
  });
}

}  // namespace jobrig::faults
