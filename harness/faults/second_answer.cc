// second-answer: a whole answer that nobody asked for follows the answer: what a client that keeps the connection takes
// for the answer to its next request.
//   second-answer
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kUnasked =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

}  // namespace

std::shared_ptr<const model::Fault> parse_second_answer(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "second-answer", "", diagnostics);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("second-answer",
                    [](AnswerBytes& answer, model::FaultContext& /*context*/) { answer.body += kUnasked; });
}

}  // namespace jobrig::faults
