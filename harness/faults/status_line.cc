// status-line: another status or reason phrase; the rest of the response stays. RFC 9112, 4: the phrase may be empty,
// and clients ignore it.
//   status-line: {status: 202} | status-line: {reason: ""}
#include <algorithm>

#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

bool is_phrase(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

FaultPointer make_status_line(Settings& settings) {
  settings.shorthand("status");
  const auto status = settings.integer("status", "the status; that of the response when it is not given", 200, 599);
  const auto reason = settings.text("reason", "the reason phrase; may be empty");
  settings.require_any();
  if (reason && !is_phrase(*reason)) {
    settings.report("reason", "\"reason\" must not contain control characters");
  }
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [status, reason](ResponseBytes& response, model::FaultContext& /*context*/) {
    // HTTP/1.1 200 OK
    constexpr std::size_t kStatusAt = 9;
    constexpr std::size_t kPhraseAt = 13;
    std::string& line = response.status_line;
    if (status) {
      line.replace(kStatusAt, 3, std::to_string(*status));
    }
    if (reason) {
      line.replace(std::min(line.size(), kPhraseAt), std::string::npos, *reason);
    }
  });
}

}  // namespace

void declare_status_line(std::vector<FaultKind>& kinds) {
  kinds.push_back({"status-line", Group::kBytes, "sends another status or reason phrase", "status-line: {reason: \"\"}",
                   make_status_line});
}

}  // namespace jobrig::faults
