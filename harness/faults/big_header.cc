// big-header: one more header line, longer than the 16 KiB that some clients accept for all headers together (Node.js:
// --max-http-header-size).
//   big-header | big-header: {size: 64KiB}
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kPaddingName = "x-padding";

FaultPointer make_big_header(Settings& settings) {
  // The minimum has room for the name. The maximum bounds the memory of one response.
  constexpr std::uint64_t kMinSize = 64;
  constexpr std::uint64_t kMaxSize = std::uint64_t{16} * 1024 * 1024;
  constexpr std::uint64_t kDefaultSize = std::uint64_t{16} * 1024 + 1;
  settings.shorthand("size");
  const auto size = static_cast<std::size_t>(
      settings.bytes("size", "the length of the header line", kMinSize, kMaxSize, kDefaultSize));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [size](ResponseBytes& response, model::FaultContext& /*context*/) {
    append_line(response, kPaddingName, std::string(size - kPaddingName.size() - 2, 'x'));
  });
}

}  // namespace

void declare_big_header(std::vector<FaultKind>& kinds) {
  kinds.push_back({"big-header", Group::kBytes, "adds a header line of more than 16 KiB", "big-header: {size: 17KiB}",
                   make_big_header});
}

}  // namespace jobrig::faults
