#include "http/trace_context.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "http/reply.h"
#include "model/traceparent.h"

namespace jobrig::http {

void echo_traceparent(const model::Request& request, model::Reply& reply) {
  constexpr std::string_view kName = "traceparent";
  const auto count = std::count_if(
      request.headers.begin(), request.headers.end(),
      [kName](const model::HeaderView& header) { return base::equals_ignoring_case(header.name, kName); });
  const std::string_view value = request.header(kName);
  if (count == 1 && model::parse_traceparent(value)) {
    head_of(reply).headers.push_back({std::string(kName), std::string(value)});
  }
}

}  // namespace jobrig::http
