// informational: sends 1xx responses before the response.
//   informational | informational: 103 | informational: {status: 102, times: 3}
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

std::string_view phrase_of(std::int64_t status) {
  return status == 100 ? "Continue" : status == 102 ? "Processing" : status == 103 ? "Early Hints" : "";
}

FaultPointer make_informational(Settings& settings) {
  settings.shorthand("status");
  const std::int64_t status = settings.integer("status", "the status of each", 100, 199, 100);
  const std::int64_t times = settings.integer("times", "how many are sent", 1, 1000, 1);
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [status, times](ResponseBytes& response, model::FaultContext& /*context*/) {
    const std::string one = "HTTP/1.1 " + std::to_string(status) + " " + std::string(phrase_of(status)) + "\r\n\r\n";
    for (std::int64_t count = 0; count < times; ++count) {
      response.informational += one;
    }
  });
}

}  // namespace

void declare_informational(std::vector<FaultKind>& kinds) {
  kinds.push_back({"informational", Group::kBytes, "sends 1xx responses before the response",
                   "informational: {status: 103, times: 2}", make_informational});
}

}  // namespace jobrig::faults
