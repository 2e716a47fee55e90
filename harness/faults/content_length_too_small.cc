// content-length-too-small: Content-Length is smaller than the body. The connection stays open: the client finds the
// rest of the body where it expects the next response.
//   content-length-too-small | content-length-too-small: {by: 10}
#include <algorithm>

#include "faults/content_length.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_content_length_too_small(Settings& settings) {
  constexpr std::int64_t kMaxDifference = 1'000'000'000;
  settings.shorthand("by");
  const auto by = static_cast<std::uint64_t>(settings.integer("by", "the difference in bytes", 1, kMaxDifference, 1));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [by](ResponseBytes& response, model::FaultContext& /*context*/) {
    const std::uint64_t length = stated_length(response);
    state_length(response, length - std::min(length, by));
  });
}

}  // namespace

void declare_content_length_too_small(std::vector<FaultKind>& kinds) {
  kinds.push_back({"content-length-too-small", Group::kBytes, "states a Content-Length smaller than the body",
                   "content-length-too-small: {by: 10}", make_content_length_too_small});
}

}  // namespace jobrig::faults
