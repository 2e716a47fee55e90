// deep-nesting: one more member, which nests lists so many levels deep, as parsers that recurse dislike; in the
// execution, or in the body itself when there is none.
//   deep-nesting | deep-nesting: {levels: 100000}
#include "faults/json_edit.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kUsual = 10'000;
constexpr std::int64_t kMax = 1'000'000;

}  // namespace

std::shared_ptr<const model::Fault> parse_deep_nesting(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "deep-nesting", "levels", diagnostics);
  const auto levels = static_cast<std::size_t>(read.fields().integer("levels", 1, kMax).value_or(kUsual));
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("deep-nesting", [levels](model::Reply& reply, model::FaultContext& /*context*/) {
    auto object = find_object(reply.body, "execution");
    if (!object) {
      object = find_object(reply.body, "");
    }
    if (object) {
      append_member(reply.body, *object, "nested", std::string(levels, '[') + std::string(levels, ']'));
    }
  });
}

}  // namespace jobrig::faults
