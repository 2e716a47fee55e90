// deep-nesting: an additional member with deeply nested lists, which overflows recursive parsers. It is in the
// execution, or in the body if there is no execution.
//   deep-nesting | deep-nesting: {levels: 100000}
#include "faults/json_edit.h"
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_deep_nesting(Settings& settings) {
  constexpr std::int64_t kMaxLevels = 1'000'000;
  settings.shorthand("levels");
  const auto levels = static_cast<std::size_t>(settings.integer("levels", "how many levels", 1, kMaxLevels, 10'000));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_meaning(settings, [levels](model::Reply& reply, model::FaultContext& /*context*/) {
    auto object = find_object(reply.body, "execution");
    if (!object) {
      object = find_object(reply.body, "");
    }
    if (object) {
      append_member(reply.body, *object, "nested", std::string(levels, '[') + std::string(levels, ']'));
    }
  });
}

}  // namespace

void declare_deep_nesting(std::vector<FaultKind>& kinds) {
  kinds.push_back({"deep-nesting", Group::kMeaning, "adds a member nested thousands of levels deep",
                   "deep-nesting: {levels: 10000}", make_deep_nesting});
}

}  // namespace jobrig::faults
