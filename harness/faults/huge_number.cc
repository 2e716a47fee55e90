// huge-number: a number is beyond what a double holds exactly (2^53), or beyond a signed 64-bit integer (2^63); the
// versionNumber, unless another member is named.
//   huge-number | huge-number: {member: execution.executionNumber, beyond: 2^63}
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

// The first whole number that a double rounds to another one, and the first that does not fit.
constexpr std::string_view kBeyond53 = "9007199254740993";
constexpr std::string_view kBeyond63 = "9223372036854775808";

}  // namespace

std::shared_ptr<const model::Fault> parse_huge_number(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "huge-number", "member", diagnostics);
  const std::string path = read.fields().text("member").value_or("versionNumber");
  const auto beyond = read.fields().word("beyond", {"2^53", "2^63"});
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("huge-number", [path, raw = beyond == "2^63" ? kBeyond63 : kBeyond53](
                                         model::Reply& reply, model::FaultContext& /*context*/) {
    if (const auto member = find_member(reply.body, path)) {
      replace_value(reply.body, *member, raw);
    }
  });
}

}  // namespace jobrig::faults
