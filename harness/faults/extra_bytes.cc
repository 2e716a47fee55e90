// extra-bytes: sends bytes after the body that are not included in Content-Length and belong to no response.
//   extra-bytes | extra-bytes: {bytes: 16} | extra-bytes: {text: "…"}
#include "faults/make_fault.h"
#include "faults/random_bytes.h"

namespace jobrig::faults {
namespace {

FaultPointer make_extra_bytes(Settings& settings) {
  constexpr std::uint64_t kMaxExtra = std::uint64_t{1024} * 1024;
  settings.shorthand("bytes");
  const auto count = static_cast<std::size_t>(settings.bytes("bytes", "how many random bytes", 1, kMaxExtra, 16));
  const auto text = settings.text("text", "the bytes themselves");
  settings.exclusive("bytes", "text");
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [count, text](ResponseBytes& response, model::FaultContext& context) {
    response.body += text ? *text : random_bytes(context.random, count);
  });
}

}  // namespace

void declare_extra_bytes(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"extra-bytes", Group::kBytes, "sends bytes after the body", "extra-bytes: {bytes: 16}", make_extra_bytes});
}

}  // namespace jobrig::faults
