// duplicate-content-length: Content-Length is sent twice.
//   duplicate-content-length                     the second value is one larger
//   duplicate-content-length: same | different
#include "faults/content_length.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_duplicate_content_length(Settings& settings) {
  settings.shorthand("values");
  const bool same =
      settings.word("values", "whether the second value differs", {"different", "same"}, "different") == "same";
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [more = same ? 0U : 1U](ResponseBytes& response, model::FaultContext& /*context*/) {
    const std::uint64_t length = stated_length(response);
    state_length(response, length);
    append_line(response, "Content-Length", std::to_string(length + more));
  });
}

}  // namespace

void declare_duplicate_content_length(std::vector<FaultKind>& kinds) {
  kinds.push_back({"duplicate-content-length", Group::kBytes, "sends Content-Length twice",
                   "duplicate-content-length: different", make_duplicate_content_length});
}

}  // namespace jobrig::faults
