// bad-chunk: the body comes in chunks, and the first one's size is none.
//   bad-chunk | bad-chunk: {size: "-2"}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::size_t kMaxSize = 1024;

}  // namespace

std::shared_ptr<const model::Fault> parse_bad_chunk(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "bad-chunk", "size", diagnostics);
  const std::string size = read.fields().text("size").value_or("not-a-size");
  if (size.size() > kMaxSize) {
    read.report("size", "\"size\" must be at most 1024 bytes");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("bad-chunk", [size](AnswerBytes& answer, model::FaultContext& /*context*/) {
    announce_chunks(answer);
    if (answer.may_have_body) {
      answer.body = size + "\r\n" + answer.body + "\r\n" + std::string(kLastChunk);
    }
    close_behind(answer);
  });
}

}  // namespace jobrig::faults
