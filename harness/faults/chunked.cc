// chunked: the body is sent in chunks instead of with a Content-Length. Valid HTTP that some clients do not handle.
//   chunked | chunked: {size: 16B}
#include <algorithm>

#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

std::string in_chunks(std::string_view body, std::size_t size) {
  std::string chunks;
  for (std::size_t from = 0; from < body.size(); from += size) {
    chunks += chunk_of(body.substr(from, size));
  }
  return chunks.append(kLastChunk);
}

FaultPointer make_chunked(Settings& settings) {
  constexpr std::uint64_t kMaxSize = std::uint64_t{1024} * 1024;
  settings.shorthand("size");
  const auto size = static_cast<std::size_t>(settings.bytes("size", "the size of each chunk", 1, kMaxSize, 16));
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [size](ResponseBytes& response, model::FaultContext& /*context*/) {
    announce_chunks(response);
    if (response.may_have_body) {
      response.body = in_chunks(response.body, size);
    }
  });
}

}  // namespace

void declare_chunked(std::vector<FaultKind>& kinds) {
  kinds.push_back({"chunked", Group::kBytes, "sends the body in chunks instead of with a Content-Length",
                   "chunked: {size: 16B}", make_chunked});
}

}  // namespace jobrig::faults
