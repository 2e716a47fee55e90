// garbage: sends random bytes, then closes the connection.
//   garbage                                    instead of HTTP
//   garbage: {after: head, bytes: 64}          after a valid head, in place of the body
//   garbage: {after: chunked-head}             after a valid head with Transfer-Encoding: chunked
// Over MQTT, random bytes replace the packet, whatever `after` says.
#include "faults/make_fault.h"
#include "faults/random_bytes.h"

namespace jobrig::faults {
namespace {

constexpr std::uint64_t kDefaultGarbage = 64;

enum class After : std::uint8_t { kNothing, kHead, kChunkedHead };

FaultPointer garbage_after(const Settings& settings, After after, std::uint64_t bytes) {
  return make_any_bytes(settings, [after, bytes](ResponseBytes& response, model::FaultContext& context) {
    if (after == After::kChunkedHead) {
      announce_chunks(response);
    }
    response.is_http = response.is_http && after != After::kNothing;
    response.body = random_bytes(context.random, static_cast<std::size_t>(bytes));
    close_after(response);
  });
}

FaultPointer make_garbage(Settings& settings) {
  constexpr std::uint64_t kMaxGarbage = std::uint64_t{1024} * 1024;
  settings.shorthand("after");
  const std::string after =
      settings.word("after", "what is sent before it", {"nothing", "head", "chunked-head"}, "nothing");
  const auto bytes = settings.bytes("bytes", "how many bytes", 1, kMaxGarbage, kDefaultGarbage);
  if (!settings.finish()) {
    return nullptr;
  }
  return garbage_after(settings,
                       after == "head"           ? After::kHead
                       : after == "chunked-head" ? After::kChunkedHead
                                                 : After::kNothing,
                       bytes);
}

FaultPointer make_malformed_response_chunk(Settings& settings) {
  return settings.finish() ? garbage_after(settings, After::kChunkedHead, kDefaultGarbage) : nullptr;
}

}  // namespace

void declare_garbage(std::vector<FaultKind>& kinds) {
  kinds.push_back({"garbage", Group::kBytes, "sends random bytes instead of HTTP or after a valid head, then closes",
                   "garbage: {after: head, bytes: 64}", make_garbage});
  kinds.push_back({"MALFORMED_RESPONSE_CHUNK", Group::kWireMock,
                   "WireMock's name for garbage after a head that announces chunks", "MALFORMED_RESPONSE_CHUNK",
                   make_malformed_response_chunk, "garbage"});
  kinds.push_back({"RANDOM_DATA_THEN_CLOSE", Group::kWireMock, "WireMock's name for garbage instead of HTTP",
                   "RANDOM_DATA_THEN_CLOSE", make_garbage, "garbage"});
}

}  // namespace jobrig::faults
