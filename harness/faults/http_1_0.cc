// http-1.0: the response of an HTTP/1.0 server, which then closes the connection.
//   http-1.0
#include "faults/make_fault.h"

namespace jobrig::faults {
namespace {

FaultPointer make_http_1_0(Settings& settings) {
  if (!settings.finish()) {
    return nullptr;
  }
  return make_bytes(settings, [](ResponseBytes& response, model::FaultContext& /*context*/) {
    response.status_line.replace(0, response.status_line.find(' '), "HTTP/1.0");
    close_after(response);
  });
}

}  // namespace

void declare_http_1_0(std::vector<FaultKind>& kinds) {
  kinds.push_back({"http-1.0", Group::kBytes, "responds as an HTTP/1.0 server and closes", "http-1.0", make_http_1_0});
}

}  // namespace jobrig::faults
