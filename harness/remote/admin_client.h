// Admin client: sends one request to the admin interface of a running server and returns the response. It reads only
// responses with a Content-Length, as that interface sends them, and follows no redirects.
#pragma once

#include <chrono>
#include <string>

#include "base/descriptor.h"
#include "base/result.h"
#include "remote/http_probe.h"

namespace jobrig::remote {

struct AdminRequest {
  std::string method;
  std::string body;  // JSON, or empty
};

struct AdminResponse {
  int status = 0;
  std::string body;
};

/// Connects and sends the request. The caller reads the response from the socket, which does not block.
base::Result<base::Descriptor> send_to_admin(const ProbeTarget& target, const AdminRequest& request,
                                             std::chrono::milliseconds timeout);

/// Returns the response, or a sentence that says why there is none. The timeout does not include the lookup of a name.
base::Result<AdminResponse> ask_admin(const ProbeTarget& target, const AdminRequest& request,
                                      std::chrono::milliseconds timeout);

}  // namespace jobrig::remote
