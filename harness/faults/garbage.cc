// garbage: random bytes, then the connection is closed.
//   garbage                                    instead of any HTTP
//   garbage: {after: head, bytes: 64}          behind a good head, in the place of the body
//   garbage: {after: chunked-head}             the same, where the head promises chunks
#include <algorithm>

#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/random_bytes.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{1024} * 1024;
constexpr std::uint64_t kUsualBytes = 64;

enum class After : std::uint8_t { kNothing, kHead, kChunkedHead };

FaultPointer make_garbage(After after, std::uint64_t bytes) {
  return make_bytes("garbage", [after, bytes](AnswerBytes& answer, model::FaultContext& context) {
    if (after == After::kChunkedHead) {
      announce_chunks(answer);
    }
    answer.is_http = after != After::kNothing;
    answer.body = random_bytes(context.random, static_cast<std::size_t>(bytes));
    close_behind(answer);
  });
}

}  // namespace

std::shared_ptr<const model::Fault> parse_garbage(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "garbage", "after", diagnostics);
  const auto after = read.fields().word("after", {"nothing", "head", "chunked-head"});
  const auto bytes = read.bytes("bytes", 1, kMaxBytes).value_or(kUsualBytes);
  if (!read.finish()) {
    return nullptr;
  }
  return make_garbage(after == "head"           ? After::kHead
                      : after == "chunked-head" ? After::kChunkedHead
                                                : After::kNothing,
                      bytes);
}

// WireMock's MALFORMED_RESPONSE_CHUNK: a good head that promises chunks, then garbage, then the end.
std::shared_ptr<const model::Fault> parse_malformed_response_chunk(const base::Node& settings,
                                                                   base::Diagnostics& diagnostics) {
  Settings read(settings, "MALFORMED_RESPONSE_CHUNK", "", diagnostics);
  return read.finish() ? make_garbage(After::kChunkedHead, kUsualBytes) : nullptr;
}

}  // namespace jobrig::faults
