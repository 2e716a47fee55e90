// content-length-too-big: Content-Length is larger than the body, and the connection is closed after it. To keep it
// open, add `stall: {at: after-body, for: ever}`.
//   content-length-too-big | content-length-too-big: {by: 10}
#include "faults/content_length.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_content_length_too_big(Settings& settings) {
  constexpr std::int64_t kMaxDifference = 1'000'000'000;
  settings.shorthand("by");
  const auto by = static_cast<std::uint64_t>(settings.integer("by", "the difference in bytes", 1, kMaxDifference, 1));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [by](ResponseBytes& response, model::FaultContext& /*context*/) {
    state_length(response, stated_length(response) + by);
    close_after(response);
  });
}

}  // namespace

void declare_content_length_too_big(std::vector<FaultKind>& kinds) {
  kinds.push_back({"content-length-too-big", Group::kBytes, "states a Content-Length larger than the body, then closes",
                   "content-length-too-big: {by: 10}", make_content_length_too_big});
}

}  // namespace jobrig::faults
