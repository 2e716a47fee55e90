#include "judge/catalogue.h"

#include <algorithm>
#include <array>

namespace jobrig::judge {
namespace {

#define JOBRIG_CHECK(name, summary, example, parse, needs_report) \
  CheckKind{name, summary, example, parse, needs_report},

constexpr std::array kKinds{
#include "judge/kinds.def"
};

#undef JOBRIG_CHECK

}  // namespace

std::span<const CheckKind> catalogue() { return kKinds; }

const CheckKind* kind_named(std::string_view name) {
  const auto* const kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const CheckKind& one) { return one.name == name; });
  return kind == kKinds.end() ? nullptr : kind;
}

}  // namespace jobrig::judge
