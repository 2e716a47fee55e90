// redirect: the answer says to ask elsewhere, which no client of AWS's does (shared client notes, "What they
// understand").
//   redirect | redirect: {status: 301, location: "http://127.0.0.1:9/"}
#include <algorithm>

#include "faults/headers.h"
#include "faults/make_fault.h"
#include "faults/parsers.h"
#include "faults/settings.h"

namespace jobrig::faults {
namespace {

constexpr std::int64_t kUsual = 307;

}  // namespace

std::shared_ptr<const model::Fault> parse_redirect(const base::Node& settings, base::Diagnostics& diagnostics) {
  Settings read(settings, "redirect", "location", diagnostics);
  const auto status = static_cast<int>(read.fields().integer("status", 300, 399).value_or(kUsual));
  const std::string location = read.fields().text("location").value_or("/elsewhere");
  if (std::any_of(location.begin(), location.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; })) {
    read.report("location", "\"location\" must be an address without blanks");
  }
  if (!read.finish()) {
    return nullptr;
  }
  return make_meaning("redirect", [status, location](model::Reply& reply, model::FaultContext& /*context*/) {
    reply.status = status;
    set_header(reply, "Location", location);
    remove_header(reply, "x-amzn-ErrorType");
    reply.body.clear();
  });
}

}  // namespace jobrig::faults
