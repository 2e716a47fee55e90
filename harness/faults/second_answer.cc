// second-answer: sends an unsolicited second response after the response. A client that keeps the connection open takes
// it for the response to its next request.
//   second-answer
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kUnsolicited =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

FaultPointer make_second_answer(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings,
                    [](ResponseBytes& response, model::FaultContext& /*context*/) { response.body += kUnsolicited; });
}

}  // namespace

void declare_second_answer(std::vector<FaultKind>& kinds) {
  kinds.push_back(
      {"second-answer", Group::kBytes, "sends a second, unrequested response", "second-answer", make_second_answer});
}

}  // namespace jobrig::faults
