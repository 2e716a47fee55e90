// chunked: the body comes in chunks instead of with a Content-Length. Good HTTP that some clients forget.
//   chunked | chunked: {size: 16B}
#include <algorithm>

#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::uint64_t kUsual = 16;
constexpr std::uint64_t kMax = std::uint64_t{1024} * 1024;

std::string in_chunks(std::string_view body, std::size_t size) {
  std::string chunks;
  for (std::size_t from = 0; from < body.size(); from += size) {
    chunks += chunk_of(body.substr(from, size));
  }
  return chunks.append(kLastChunk);
}

}  // namespace

std::shared_ptr<const model::Fault> parse_chunked(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "chunked", "size", diagnostics);
  const auto size = static_cast<std::size_t>(read.bytes("size", 1, kMax).value_or(kUsual));
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("chunked", [size](AnswerBytes& answer, model::FaultContext& /*context*/) {
    announce_chunks(answer);
    if (answer.may_have_body) {
      answer.body = in_chunks(answer.body, size);
    }
  });
}

}  // namespace jobrig::faults
