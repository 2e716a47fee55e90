// no-last-chunk: the body comes in chunks, and the connection is closed where the last one (`0`) should come. For a
// connection that stays, put `stall: {at: after-body, for: ever}` beside it.
//   no-last-chunk
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {

std::shared_ptr<const model::Fault> parse_no_last_chunk(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "no-last-chunk", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("no-last-chunk", [](AnswerBytes& answer, model::FaultContext& /*context*/) {
    announce_chunks(answer);
    if (answer.may_have_body && !answer.body.empty()) {
      answer.body = chunk_of(answer.body);
    }
    close_behind(answer);
  });
}

}  // namespace jobrig::faults
