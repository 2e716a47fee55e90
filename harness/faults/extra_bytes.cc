// extra-bytes: bytes that belong to nothing follow the body, beyond its Content-Length.
//   extra-bytes | extra-bytes: {bytes: 16} | extra-bytes: {text: "…"}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/random_bytes.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::uint64_t kUsual = 16;
constexpr std::uint64_t kMax = std::uint64_t{1024} * 1024;

}  // namespace

std::shared_ptr<const model::Fault> parse_extra_bytes(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "extra-bytes", "bytes", diagnostics);
  const auto bytes = read.bytes("bytes", 1, kMax);
  const auto text = read.fields().text("text");
  if (bytes && text) {
    read.report("text", "\"extra-bytes\" takes \"bytes\" or \"text\", not both");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("extra-bytes", [bytes, text](AnswerBytes& answer, model::FaultContext& context) {
    answer.body += text ? *text : random_bytes(context.random, static_cast<std::size_t>(bytes.value_or(kUsual)));
  });
}

}  // namespace jobrig::faults
