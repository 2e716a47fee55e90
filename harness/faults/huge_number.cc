// huge-number: a number that exceeds the exact range of a double (2^53) or the range of a signed 64-bit integer (2^63).
// The default member is versionNumber.
//   huge-number | huge-number: {member: execution.executionNumber, beyond: 2^63}
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

// The smallest integer that a double cannot represent, and the smallest that exceeds a signed 64-bit integer.
constexpr std::string_view kBeyond53 = "9007199254740993";
constexpr std::string_view kBeyond63 = "9223372036854775808";

FaultPointer make_huge_number(Settings& settings) {
  settings.shorthand("member");
  const auto path = settings.path("member", "the path of the number", "versionNumber");
  const bool beyond_64_bits = settings.word("beyond", "the limit", {"2^53", "2^63"}, "2^53") == "2^63";
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [path = *path, raw = beyond_64_bits ? kBeyond63 : kBeyond53](
                                    model::Reply& reply, model::FaultContext& /*context*/) {
    if (const auto member = find_member(reply.body, path)) {
      replace_value(reply.body, *member, raw);
    }
  });
}

}  // namespace

void declare_huge_number(std::vector<FaultKind>& kinds) {
  kinds.push_back({"huge-number", Group::kMeaning, "sends a number too large for a double or for 64 bits",
                   "huge-number: {member: versionNumber, beyond: 2^63}", make_huge_number});
}

}  // namespace jobrig::faults
