// Admin gate: decides which requests the admin interface accepts. Web pages in a browser on the same machine must be
// rejected: they can send requests to 127.0.0.1 under names of their own (DNS rebinding). The gate does not answer
// requests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace jobrig::admin {

struct AdminRefusal {
  int status = 0;
  std::string sentence;
};

class AdminGate {
 public:
  /// `listen`: host:port as given to --admin. If there is a token, every request must send it as `Authorization:
  /// Bearer`.
  /// `hosts`: further names of this machine, without port.
  AdminGate(std::string_view listen, std::string token, const std::vector<std::string>& hosts = {});

  /// Returns why the request is rejected, or nothing if it is accepted. The checks, in this order: Host is an address
  /// or name of this machine (requests with the token may use any Host); the request does not come from a page of
  /// another origin; it contains the token; its body is declared as JSON or YAML.
  [[nodiscard]] std::optional<AdminRefusal> refuses(const model::Request& request) const;
  /// The same for the live page, which has no data: a browser cannot send the token when it opens a page.
  [[nodiscard]] std::optional<AdminRefusal> refuses_page(const model::Request& request) const;

 private:
  [[nodiscard]] bool brings_token(const model::Request& request) const;
  [[nodiscard]] bool allows_host(std::string_view authority) const;

  std::vector<std::string> hosts_;  // lower case
  std::string token_;               // empty: no token is required
};

/// Whether only this machine can reach the address: `127.0.0.1:0`, `localhost:80`, `[::1]:80`.
bool is_loopback(std::string_view listen);

/// Returns 128 random bits as 32 hexadecimal digits.
std::string token_by_chance();

}  // namespace jobrig::admin
