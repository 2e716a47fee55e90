// big-header: one header line more, longer than the 16 KiB that some clients take (shared client notes, "What they
// understand").
//   big-header | big-header: {size: 64KiB}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kName = "x-padding";
// The least has room for the name; the most is what one answer may cost us.
constexpr std::uint64_t kMin = 64;
constexpr std::uint64_t kMax = std::uint64_t{16} * 1024 * 1024;
constexpr std::uint64_t kUsual = std::uint64_t{16} * 1024 + 1;

}  // namespace

std::shared_ptr<const model::Fault> parse_big_header(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "big-header", "size", diagnostics);
  const auto size = static_cast<std::size_t>(read.bytes("size", kMin, kMax).value_or(kUsual));
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("big-header", [size](AnswerBytes& answer, model::FaultContext& /*context*/) {
    append_line(answer, kName, std::string(size - kName.size() - 2, 'x'));
  });
}

}  // namespace jobrig::faults
