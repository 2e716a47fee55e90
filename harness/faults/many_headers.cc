// many-headers: so many header lines in all, more than the 100 that some clients take.
//   many-headers | many-headers: {count: 1000}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kUsual = 101;
constexpr std::int64_t kMax = 100'000;

}  // namespace

std::shared_ptr<const model::Fault> parse_many_headers(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "many-headers", "count", diagnostics);
  const auto count = static_cast<std::size_t>(read.fields().integer("count", 1, kMax).value_or(kUsual));
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("many-headers", [count](AnswerBytes& answer, model::FaultContext& /*context*/) {
    for (std::size_t number = 1; answer.lines.size() < count; ++number) {
      append_line(answer, "x-header-" + std::to_string(number), "x");
    }
  });
}

}  // namespace jobrig::faults
