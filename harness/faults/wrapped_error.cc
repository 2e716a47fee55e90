// wrapped-error: a 200 response whose body wraps an error, as this service has sent it to an update for a wrong host
// (github.com/aws/aws-sdk-js, issues 2165 and 2539). SDKs return it as an empty success.
//   wrapped-error | wrapped-error: ThrottlingException | wrapped-error: {error: ThrottlingException, message: "slower"}
#include <string>
#include <utility>

#include "base/json_string.h"
#include "faults/error_envelope.h"
#include "faults/headers.h"
#include "faults/make_fault.h"
#include "http/reply.h"

namespace jobrig::faults {
namespace {

constexpr std::string_view kUsualError = "UnknownOperationException";
constexpr std::string_view kNamespace = "com.amazon.coral.service#";

FaultPointer make_wrapped_error(Settings& settings) {
  settings.shorthand("error");
  const auto name = read_error_name(settings, "error", "the error; UnknownOperationException when it is not given");
  const auto message = settings.text("message", "the message of the error; null when it is not given");
  if (!settings.finish()) {
    return nullptr;
  }
  const std::string type = std::string(kNamespace) + name.value_or(std::string(kUsualError));
  std::string body = R"({"Output":{"__type":)" + base::json_string(type) + R"(,"message":)" +
                     (message ? base::json_string(*message) : "null") + R"(},"Version":"1.0"})";
  return make_meaning(settings, [body = std::move(body)](model::Reply& reply, model::FaultContext& /*context*/) {
    remove_error_name(reply);
    reply.error.clear();
    http::head_of(reply).status = 200;
    set_header(reply, "Content-Type", "application/json");
    reply.body = body;
  });
}

}  // namespace

void declare_wrapped_error(std::vector<FaultKind>& kinds) {
  kinds.push_back({"wrapped-error", Group::kMeaning, "sends an error inside the body of a 200 response",
                   "wrapped-error: {error: ThrottlingException, message: slower}", make_wrapped_error});
}

}  // namespace jobrig::faults
