// informational: 1xx answers come before the answer itself.
//   informational | informational: 103 | informational: {status: 102, times: 3}
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kMaxTimes = 1000;

std::string_view phrase_of(std::int64_t status) {
  return status == 100 ? "Continue" : status == 102 ? "Processing" : status == 103 ? "Early Hints" : "";
}

}  // namespace

std::shared_ptr<const model::Fault> parse_informational(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "informational", "status", diagnostics);
  const std::int64_t status = read.fields().integer("status", 100, 199).value_or(100);
  const std::int64_t times = read.fields().integer("times", 1, kMaxTimes).value_or(1);
  if (!read.finish()) {
    return nullptr;
  }
  return make_bytes("informational", [status, times](AnswerBytes& answer, model::FaultContext& /*context*/) {
    const std::string one = "HTTP/1.1 " + std::to_string(status) + " " + std::string(phrase_of(status)) + "\r\n\r\n";
    for (std::int64_t count = 0; count < times; ++count) {
      answer.informational += one;
    }
  });
}

}  // namespace jobrig::faults
